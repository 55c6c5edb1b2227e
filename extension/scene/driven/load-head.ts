import type { AssetContainer } from "@babylonjs/core/assetContainer.js";
import { Material } from "@babylonjs/core/Materials/material.js";
import type { PBRMaterial } from "@babylonjs/core/Materials/PBR/pbrMaterial.js";
import { Quaternion, Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import type { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Scene } from "@babylonjs/core/scene.js";
import { loadFile } from "./calm/load-file.ts";
import { aimEyes, GAZE_RANGE } from "./gaze.ts";
import { breathPitch, createBlinking } from "./idle.ts";
import { joinLevel } from "./join-levels.ts";
import { createMixer } from "./mix-weights.ts";
import { type HeadSource, readSource } from "./read-source.ts";
import { createShading, type Materials } from "./shading/shade-head.ts";
import { type VisemeCue, visemesAt } from "./speech.ts";

export interface LoadHeadOptions {
  /** Scene units of a metre; 1 where absent. */
  unitsPerMetre?: number;
  /** Metres from the camera at which each coarser level takes over. */
  distances?: readonly number[];
  /** Closes the lids every few seconds. */
  blinking?: boolean;
  /** Moves the neck with the breath. */
  breathing?: boolean;
  /** Skin, eyes and hair drawn by shaders of their own, or as standard glTF. */
  materials?: Materials;
  /** Where blinks take their chance from, for scenes that must repeat. */
  random?: () => number;
}

export const LOAD_HEAD_DEFAULTS: Required<LoadHeadOptions> = {
  unitsPerMetre: 1,
  distances: [1.5, 3.5, 8],
  blinking: true,
  breathing: true,
  materials: "viewport",
  random: Math.random,
};

/** A head in a scene, and everything that moves it. */
export interface DrivenHead {
  /** Move, turn and hang the head by this. */
  readonly root: TransformNode;
  /** Meshes of the finest level. */
  readonly meshes: readonly AbstractMesh[];
  /** Names of its morph targets: ARKit's 52, and visemes. */
  readonly expressions: readonly string[];
  /**
   * Sets weights, 0..1, of expressions by name; the others stay. What blinks, looks and speaks adds to them.
   * @throws RangeError for a name that the head does not have, or a weight that is no number.
   */
  setExpression(weights: Readonly<Record<string, number>>): void;
  /** Takes all expressions back. */
  resetExpression(): void;
  /** Turns the eyes to a point of the world, a node that may move, or ahead again with null. */
  lookAt(target: Vector3 | TransformNode | null): void;
  /** Moves the mouth through a line's visemes. @returns when it is spoken, or another line began. */
  speak(cues: readonly VisemeCue[]): Promise<void>;
  blinking: boolean;
  breathing: boolean;
  /** How skin, eyes and hair of the finest level are drawn; coarser levels are always standard glTF. */
  materials: Materials;
  dispose(): void;
}

/** Eyes follow their target within this many seconds. */
const GAZE_SECONDS = 0.08;

/** Single hairs on skin, thinner than a pixel from where heads are looked at. */
const FINE = new Set(["Brows", "Lashes"]);

/**
 * Blends the edges of single hairs. Cut out, they are gone from a distance: an averaged mip is below every cutoff.
 * Nothing is seen through them but the skin and eyes that lie beneath, so that their order does not matter.
 */
function blendFine(mesh: AbstractMesh): void {
  const material = mesh.material as PBRMaterial | null;
  if (!FINE.has(mesh.name) || material?.transparencyMode !== Material.MATERIAL_ALPHATEST) return;
  material.transparencyMode = Material.MATERIAL_ALPHATESTANDBLEND;
  material.useAlphaFromAlbedoTexture = true;
  material.alphaCutOff = 0.02;
}

/**
 * Loads a head with its coarser levels into a scene, ready to be driven.
 * @param source address of `head.glb`, or its bytes: see `HeadSource`.
 * @throws Error where a file cannot be fetched or read, RangeError where it is no GLB.
 * @example
 * const head = await loadHead(scene, "/heads/dwarf/head.glb");
 * head.setExpression({ mouthSmileLeft: 0.7, mouthSmileRight: 0.7 });
 * head.lookAt(scene.activeCamera!.position);
 * await head.speak(TEST_LINE);
 */
export async function loadHead(scene: Scene, source: HeadSource, options: LoadHeadOptions = {}): Promise<DrivenHead> {
  return (await openHead(scene, source, options)).driven;
}

/**
 * {@link loadHead} with the container that holds the head and its levels, for whoever takes it out of the scene and brings it back.
 * It is in the scene.
 */
export async function openHead(
  scene: Scene,
  source: HeadSource,
  options: LoadHeadOptions = {},
): Promise<{ driven: DrivenHead; container: AssetContainer }> {
  const { unitsPerMetre, distances, random, materials, ...idle } = { ...LOAD_HEAD_DEFAULTS, ...options };
  const files = await readSource(source);
  // Nothing of it is in the scene before all of it is there.
  const [container, ...levels] = await Promise.all([files.glb, ...files.levels].map((glb) => loadFile(scene, glb)));
  container.addAllToScene();
  const root = container.rootNodes[0] as Mesh;
  root.scaling.scaleInPlace(unitsPerMetre);
  const meshes = container.meshes.filter((mesh) => mesh.getTotalVertices() > 0);
  const coarser: Mesh[] = [];
  for (const [i, level] of levels.entries()) {
    level.addAllToScene();
    coarser.push(...joinLevel(meshes, level, root, distances[Math.min(i, distances.length - 1)] * unitsPerMetre));
    for (const kind of ["meshes", "materials", "textures", "geometries", "morphTargetManagers"] as const)
      (container[kind] as unknown[]).push(...level[kind]);
  }
  for (const mesh of meshes) blendFine(mesh);
  const shade = createShading(meshes, materials);
  let shading = materials;

  const mixer = createMixer([...meshes, ...coarser]);
  const joint = (name: string) => container.transformNodes.find((node) => node.name === name);
  const [neck, head, left, right] = ["Neck", "Head", "LeftEye", "RightEye"].map(joint);
  const neckRest = neck?.rotationQuaternion?.clone() ?? Quaternion.Identity();
  const blink = createBlinking(random);
  let target: Vector3 | TransformNode | null = null;
  let gaze: Record<string, number> = {};
  let line: { cues: readonly VisemeCue[]; start: number; end: () => void } | undefined;
  let time = 0;

  const observer = scene.onBeforeRenderObservable.add(() => {
    const passed = scene.getEngine().getDeltaTime() / 1000;
    time += passed;
    const closed = driven.blinking ? blink(time) : 0;
    mixer.set("blink", closed > 0 ? { eyeBlinkLeft: closed, eyeBlinkRight: closed } : {});
    if (head && left && right) {
      const point = target && "getAbsolutePosition" in target ? target.getAbsolutePosition() : target;
      const wanted: Record<string, number> = point ? aimEyes({ head, left, right }, point, GAZE_RANGE) : {};
      gaze = approach(gaze, wanted, 1 - Math.exp(-passed / GAZE_SECONDS));
      mixer.set("gaze", gaze);
    }
    if (neck) {
      const pitch = driven.breathing ? breathPitch(time) : 0;
      neck.rotationQuaternion = neckRest.multiply(Quaternion.RotationAxis(Vector3.Right(), pitch));
    }
    if (line) {
      const since = time - line.start;
      const last = line.cues.at(-1);
      const over = !last || since > last.time + 0.2;
      mixer.set("speech", over ? {} : visemesAt(line.cues, since));
      if (over) finishLine();
    }
  });
  function finishLine(): void {
    const { end } = line ?? {};
    line = undefined;
    mixer.set("speech", {});
    end?.();
  }

  const driven: DrivenHead = {
    root,
    meshes,
    expressions: mixer.names,
    ...idle,
    get materials() {
      return shading;
    },
    set materials(next) {
      shading = next;
      shade(next);
    },
    setExpression(weights) {
      for (const [name, weight] of Object.entries(weights)) {
        if (!mixer.names.includes(name))
          throw new RangeError(`this head has no expression "${name}"; it has ${mixer.names.join(", ") || "none"}`);
        if (!Number.isFinite(weight)) throw new RangeError(`the weight of ${name} must be a number, not ${weight}`);
      }
      mixer.set("expression", { ...mixer.get("expression"), ...weights });
    },
    resetExpression: () => mixer.set("expression", {}),
    lookAt(next) {
      target = next;
    },
    speak(cues) {
      finishLine();
      return new Promise((end) => {
        line = { cues, start: time, end };
      });
    },
    dispose() {
      scene.onBeforeRenderObservable.remove(observer);
      finishLine();
      container.removeAllFromScene();
      container.dispose();
    },
  };
  return { driven, container };
}

/** Weights on their way: each goes a share of what is left, and is dropped where it has arrived at nothing. */
function approach(from: Record<string, number>, to: Record<string, number>, share: number): Record<string, number> {
  const out: Record<string, number> = {};
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [start, end] = [from[name] ?? 0, to[name] ?? 0];
    const weight = start + share * (end - start);
    if (weight > 1e-3) out[name] = weight;
  }
  return out;
}

import type { AssetContainer } from "@babylonjs/core/assetContainer.js";
import type { Bone } from "@babylonjs/core/Bones/bone.js";
import { LoadAssetContainerAsync } from "@babylonjs/core/Loading/sceneLoader.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { AbstractMesh } from "@babylonjs/core/Meshes/abstractMesh.js";
import { Mesh } from "@babylonjs/core/Meshes/mesh.js";
import type { TransformNode } from "@babylonjs/core/Meshes/transformNode.js";
import type { Scene } from "@babylonjs/core/scene.js";
import "@babylonjs/loaders/glTF/2.0/index.js";
import type { Head } from "../service-types.ts";
import { compileInTurn } from "./driven/calm/compile-in-turn.ts";
import { type DrivenHead, openHead } from "./driven/load-head.ts";
import { headExtras } from "./driven/read-source.ts";
import type { Materials } from "./driven/shading/shade-head.ts";
import { type Anchor, hang, METRES_PER_UNIT, type Support } from "./head-frame.ts";
import { withLods } from "./with-lods.ts";

/** Metres from the camera at which the coarser levels take over, for a head of natural size. */
const LOD_DISTANCES = [1.5, 3.5, 8, 16];

/** What a placed head's root carries as `metadata.headartist`. */
export interface HeadMark {
  id: string;
  prompt: string;
  seed: number | undefined;
}

/** A finished head, loaded and ready to be added to the scene and taken out again. */
export interface LoadedHead {
  /** Holds the head and its levels. */
  container: AssetContainer;
  root: Mesh | TransformNode;
  /** Moves a head of layers; absent where the head has no expressions. */
  driven?: DrivenHead;
  dispose(): void;
}

/** Where a head goes, and how it is drawn. */
export interface Placing {
  anchor: Anchor;
  /** Scene units of a metre. */
  scale: number;
  /** Of heads of layers; those on the grid are standard glTF. */
  materials: Materials;
}

/** Files of a finished head as the service has them; a head on the grid holds its levels in its GLB. */
export interface HeadFiles {
  glb: ArrayBuffer;
  levels: readonly Blob[];
}

/**
 * Loads a finished head with its textures and levels of detail, ready to be drawn, but does not add it to the scene yet.
 */
export async function loadHead(scene: Scene, head: Head, files: HeadFiles, placing: Placing): Promise<LoadedHead> {
  const { anchor, scale } = placing;
  const origin = headExtras(files.glb)["origin"] as [number, number, number] | undefined;
  const loaded = origin ? await openLayers(scene, files, placing) : await openGrid(scene, files.glb, scale);
  const { root, container } = loaded;
  const { id, request } = head;
  root.name = request.name ?? request.prompt;
  const mark: HeadMark = { id, prompt: request.prompt, seed: request.seed };
  root.metadata = { ...root.metadata, headartist: mark };
  hang(root, origin ? seamOf(anchor, origin, scale) : anchor);
  for (const mesh of container.meshes) mesh.receiveShadows = true;
  await compileInTurn(container.meshes);
  return loaded;
}

/** A head of layers at rest: whoever wants it to blink and breathe says so. */
async function openLayers(
  scene: Scene,
  { glb, levels }: HeadFiles,
  { scale, materials }: Placing,
): Promise<LoadedHead> {
  const source = { glb, levels: [...levels] };
  const still = { blinking: false, breathing: false };
  const { driven, container } = await openHead(scene, source, { unitsPerMetre: scale, materials, ...still });
  container.removeAllFromScene();
  return { container, driven, root: driven.root, dispose: () => driven.dispose() };
}

async function openGrid(scene: Scene, glb: ArrayBuffer, scale: number): Promise<LoadedHead> {
  const container = await LoadAssetContainerAsync(withLods(glb), scene, { pluginExtension: ".glb" });
  const root = container.rootNodes[0] as Mesh;
  root.scaling.scaleInPlace(scale);
  wireLods(container.meshes, scale);
  return { container, root, dispose: () => container.dispose() };
}

/**
 * Where the seam of a neck goes so that the head looks from its anchor: files of layers begin at the seam, in the middle of which a bone
 * or an empty node carries them.
 * @param origin of the files, in head space.
 */
function seamOf(anchor: Anchor, [x, y, z]: [number, number, number], scale: number): Anchor {
  if (anchor.parent && anchor.position.lengthSquared() === 0) return anchor;
  const metres = METRES_PER_UNIT * scale;
  return { ...anchor, position: anchor.position.add(new Vector3(x * metres, y * metres, z * metres)) };
}

/** Makes "Head_LOD1", "Head_LOD2" … the coarser levels of "Head_LOD0". */
export function wireLods(meshes: readonly AbstractMesh[], scale: number): void {
  const levels = meshes
    .filter((mesh): mesh is Mesh => mesh instanceof Mesh && /_LOD\d+$/.test(mesh.name))
    .sort((a, b) => levelOf(a) - levelOf(b));
  const [finest, ...coarser] = levels;
  coarser.forEach((mesh, i) => {
    mesh.parent = finest.parent;
    finest.addLODLevel(LOD_DISTANCES[Math.min(i, LOD_DISTANCES.length - 1)] * scale, mesh);
  });
}

/** @returns what a head can hang under of what the user chose in the scene: a node, a bone's own node, or a bone. */
export function supportOf(entity: unknown): Support | undefined {
  const bone = entity as Bone | null | undefined;
  if (typeof bone?.getTransformNode === "function") {
    const node = bone.getTransformNode();
    if (node) return { parent: node };
    const skeleton = bone.getSkeleton();
    const skin = skeleton.getScene().meshes.find((mesh) => mesh.skeleton === skeleton);
    return skin && { parent: bone, skin };
  }
  const node = entity as Partial<TransformNode> | null | undefined;
  const isNode = typeof node?.getAbsolutePosition === "function" && "rotationQuaternion" in node;
  return isNode ? { parent: node as TransformNode } : undefined;
}

/** @returns the mark of a placed head, for its root or anything below it. */
export function markOf(entity: unknown): HeadMark | undefined {
  for (let node = entity as TransformNode | null; node; node = (node.parent as TransformNode | null) ?? null) {
    const mark = node.metadata?.headartist;
    if (mark) return mark;
  }
  return undefined;
}

function levelOf({ name }: Mesh): number {
  return Number(/_LOD(\d+)$/.exec(name)![1]);
}

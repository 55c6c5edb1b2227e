import { FreeCamera } from "@babylonjs/core/Cameras/freeCamera.js";
import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import { HemisphericLight } from "@babylonjs/core/Lights/hemisphericLight.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import { Scene } from "@babylonjs/core/scene.js";
import { type DrivenHead, type HeadSource, loadHead, TEST_LINE } from "../../../../extension/scene/driven/index.ts";

export interface Crowd {
  scene: Scene;
  heads: DrivenHead[];
  /** All speak their line again, out of step; eyes follow the camera, lids blink. */
  speak: () => void;
}

const hemisphere = (scene: Scene) => new HemisphericLight("light", new Vector3(0.3, 1, 0.5), scene);

/** A stand of heads, ten in a row, the first row two metres away: each loaded on its own, as from files of their own. */
export async function buildCrowd(
  engine: AbstractEngine,
  sources: HeadSource[],
  { count, distances, light = hemisphere }: { count: number; distances?: number[]; light?: (scene: Scene) => unknown },
): Promise<Crowd> {
  const scene = new Scene(engine);
  const camera = new FreeCamera("camera", new Vector3(0, 0.55, 1.6), scene);
  camera.minZ = 0.05;
  camera.setTarget(new Vector3(0, 0.1, -1.2));
  light(scene);
  const heads: DrivenHead[] = [];
  for (let i = 0; i < count; i++) {
    const head = await loadHead(scene, sources[i % sources.length], distances ? { distances } : {});
    const [row, column] = [Math.floor(i / 10), i % 10];
    head.root.position.set((column - 4.5) * (0.32 + 0.06 * row), 0.12 * row, -0.9 * row);
    head.lookAt(camera.position);
    heads.push(head);
  }
  await scene.whenReadyAsync();
  const speak = () => {
    for (const [i, head] of heads.entries())
      void head.speak(TEST_LINE.map((cue) => ({ ...cue, time: cue.time + 0.05 * (i % 7) })));
  };
  return { scene, heads, speak };
}

/** Vertices and triangles that a frame draws, and heads by the level that is shown: finest first. */
export function describeFrame({ scene, heads }: Crowd): { triangles: number; draws: number; levels: number[] } {
  const camera = scene.activeCamera!;
  const levels: number[] = [];
  for (const { meshes } of heads) {
    const skin = meshes.find(({ name }) => name === "Skin")!;
    const shown = skin.getLOD(camera);
    const steps = (skin as unknown as { getLODLevels: () => { mesh: unknown }[] }).getLODLevels();
    // Babylon keeps the farthest level first.
    const at = shown === skin ? 0 : steps.length - steps.findIndex(({ mesh }) => mesh === shown);
    levels[at] = (levels[at] ?? 0) + 1;
  }
  const drawn = scene.getActiveMeshes();
  let [triangles, draws] = [0, 0];
  for (let i = 0; i < drawn.length; i++) {
    triangles += drawn.data[i].getTotalIndices() / 3;
    draws++;
  }
  return { triangles, draws, levels: Array.from(levels, (heads = 0) => heads) };
}

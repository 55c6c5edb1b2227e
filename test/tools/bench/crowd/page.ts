import { Engine } from "@babylonjs/core/Engines/engine.js";
import type { BaseTexture } from "@babylonjs/core/Materials/Textures/baseTexture.js";
import { buildCrowd, describeFrame } from "./crowd.ts";

export interface Measured {
  /** Milliseconds a frame, each waited for until its pixels can be read. */
  frames: number[];
  /** Of each, what the page's own thread took before the drawing was waited for. */
  script: number[];
  triangles: number;
  draws: number;
  levels: number[];
  /** Bytes of all textures' texels with their mip levels, and of vertices, indices and morph textures. */
  textures: number;
  geometry: number;
  morphs: number;
  heap: number;
  seconds: number;
}

declare global {
  function measureCrowd(
    urls: string[],
    count: number,
    distances: number[] | undefined,
    rounds: number,
  ): Promise<Measured>;
}

globalThis.measureCrowd = async (urls, count, distances, rounds) => {
  const canvas = document.querySelector("canvas")!;
  const engine = new Engine(canvas, false, { preserveDrawingBuffer: true });
  const begin = performance.now();
  const crowd = await buildCrowd(engine, urls, { count, distances });
  const seconds = (performance.now() - begin) / 1000;
  const { scene } = crowd;
  const frames: number[] = [];
  const script: number[] = [];
  crowd.speak();
  for (let i = 0; i < rounds + 3; i++) {
    const start = performance.now();
    engine.beginFrame();
    scene.render();
    engine.endFrame();
    const drawn = performance.now();
    await engine.readPixels(0, 0, 1, 1);
    // The first frames compile and upload.
    if (i < 3) continue;
    frames.push(performance.now() - start);
    script.push(drawn - start);
    if (i % 10 === 0) crowd.speak();
  }
  const bytes = scene.meshes.reduce((sum, { geometry }) => {
    const indices = (geometry?.getTotalIndices() ?? 0) * 4;
    const kinds = geometry?.getVerticesDataKinds() ?? [];
    return sum + indices + kinds.reduce((all, kind) => all + 4 * (geometry!.getVerticesData(kind)?.length ?? 0), 0);
  }, 0);
  const morphs = scene.meshes.reduce((sum, { morphTargetManager: manager }) => {
    if (!manager?.isUsingTextureForTargets) return sum;
    const store = (manager as unknown as { _targetStoreTexture?: BaseTexture })._targetStoreTexture;
    const { width = 0, height = 0, depth = 0 } = store?.getInternalTexture() ?? {};
    return sum + width * height * depth * 16;
  }, 0);
  // What is left of the files is not the heads'.
  (globalThis as unknown as { gc: () => void }).gc();
  const heap = (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize;
  const textures = texelBytes(scene.textures);
  return { frames, script, ...describeFrame(crowd), textures, geometry: bytes, morphs, heap, seconds };
};

/** RGBA texels, with a third more for mips; a texture that several materials share counts once. */
function texelBytes(textures: BaseTexture[]): number {
  const seen = new Set(textures.map((texture) => texture.getInternalTexture()));
  return [...seen].reduce((sum, texture) => sum + (texture ? (texture.width * texture.height * 4 * 4) / 3 : 0), 0);
}

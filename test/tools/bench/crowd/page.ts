import type { FreeCamera } from "@babylonjs/core/Cameras/freeCamera.js";
import { Engine } from "@babylonjs/core/Engines/engine.js";
import type { BaseTexture } from "@babylonjs/core/Materials/Textures/baseTexture.js";
import { Vector3 } from "@babylonjs/core/Maths/math.vector.js";
import type { Scene } from "@babylonjs/core/scene.js";
import type { Materials } from "../../../../extension/scene/driven/index.ts";
import { lightScene } from "../../../../extension/studio/light/light-scene.ts";
import { openEngine } from "../../../extension/helpers/open-engine.ts";
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

export interface DrawnFrames {
  /** Milliseconds a frame, each waited for until its pixels can be read. */
  frames: number[];
  /** Base64 of the last frame's RGBA, the upper row first. */
  pixels: string;
}

declare global {
  function measureCrowd(
    urls: string[],
    count: number,
    distances: number[] | undefined,
    rounds: number,
  ): Promise<Measured>;
  /** Opens a wall of heads. @returns a frame's width and height. */
  function openWall(urls: string[], count: number, gpu: boolean): Promise<[number, number]>;
  /** Gets the wall ready to be drawn with or without the viewport's materials. */
  function changeWall(kind: Materials): Promise<void>;
  function drawWall(rounds: number): Promise<DrawnFrames>;
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

globalThis.openWall = async (urls, count, gpu) => {
  const engine = await openEngine(gpu, document.querySelector("canvas")!);
  const [width, height] = [engine.getRenderWidth(), engine.getRenderHeight()];
  const light = (scene: Scene) => lightScene(scene, "studio");
  const { scene, heads, speak } = await buildCrowd(engine, urls, { count, distances: [1e6], light });
  // Four in a row fill the picture.
  const [columns, rows] = [4, Math.ceil(count / 4)];
  const camera = scene.activeCamera as FreeCamera;
  camera.position.set(0, 0.17 * rows, 0.5 * rows);
  camera.setTarget(new Vector3(0, 0.17 * rows, 0));
  for (const [i, head] of heads.entries()) {
    head.root.position.set(((i % columns) - 1.5) * 0.36, 0.34 * Math.floor(i / columns), 0);
    head.lookAt(camera.position);
  }
  const draw = async () => {
    engine.beginFrame();
    scene.render();
    engine.endFrame();
    return (await engine.readPixels(0, 0, width, height)) as Uint8Array;
  };
  globalThis.changeWall = async (kind) => {
    for (const head of heads) head.materials = kind;
    await scene.whenReadyAsync();
    // The first frame after a change brings what only it needs to the GPU.
    await draw();
    speak();
  };
  globalThis.drawWall = async (rounds) => {
    const frames: number[] = [];
    let read: Uint8Array = new Uint8Array();
    for (let i = 0; i < rounds; i++) {
      const start = performance.now();
      read = await draw();
      frames.push(performance.now() - start);
    }
    return { frames, pixels: base64(gpu ? read : flipped(read, 4 * width)) };
  };
  return [width, height];
};

/** Rows from below, as WebGL reads them. */
function flipped(pixels: Uint8Array, row: number): Uint8Array {
  const turned = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += row) turned.set(pixels.subarray(at, at + row), pixels.length - at - row);
  return turned;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}

/** RGBA texels, with a third more for mips; a texture that several materials share counts once. */
function texelBytes(textures: BaseTexture[]): number {
  const seen = new Set(textures.map((texture) => texture.getInternalTexture()));
  return [...seen].reduce((sum, texture) => sum + (texture ? (texture.width * texture.height * 4 * 4) / 3 : 0), 0);
}

import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import { Engine } from "@babylonjs/core/Engines/engine.js";
import { WebGPUEngine } from "@babylonjs/core/Engines/webgpuEngine.js";
import { keepUnseen } from "./unseen-canvas.ts";

/** Runs in a page: WebGL or WebGPU, unsmoothed, on a canvas that in WebGPU stays blank: what is drawn can only be read. */
export async function openEngine(gpu: boolean, canvas: HTMLCanvasElement): Promise<AbstractEngine> {
  if (!gpu) return new Engine(canvas, false, { preserveDrawingBuffer: true });
  keepUnseen();
  const engine = new WebGPUEngine(canvas, { antialias: false });
  await engine.initAsync();
  return engine;
}

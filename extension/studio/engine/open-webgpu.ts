import { WebGPUEngine } from "@babylonjs/core/Engines/webgpuEngine.js";

/** Opens Babylon's WebGPU engine on a canvas. @throws Error saying what the browser lacks. */
export async function openWebGpu(canvas: HTMLCanvasElement): Promise<WebGPUEngine> {
  if (!navigator.gpu)
    throw new Error(
      isSecureContext ? "this browser has no WebGPU." : "browsers offer WebGPU on HTTPS and on localhost alone.",
    );
  if (!(await navigator.gpu.requestAdapter())) throw new Error("WebGPU finds no graphics card that it may use here.");
  const engine = new WebGPUEngine(canvas, { antialias: true, stencil: true, audioEngine: false });
  await engine.initAsync();
  return engine;
}

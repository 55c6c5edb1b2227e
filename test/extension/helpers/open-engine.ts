import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import { Engine } from "@babylonjs/core/Engines/engine.js";
import { WebGPUEngine } from "@babylonjs/core/Engines/webgpuEngine.js";

/** Runs in a page: WebGL or WebGPU, unsmoothed, on a canvas that in WebGPU stays blank: what is drawn can only be read. */
export async function openEngine(gpu: boolean, canvas: HTMLCanvasElement): Promise<AbstractEngine> {
  if (!gpu) return new Engine(canvas, false, { preserveDrawingBuffer: true });
  keepUnseen(canvas);
  const engine = new WebGPUEngine(canvas, { antialias: false });
  await engine.initAsync();
  return engine;
}

/** Gives a canvas a plain texture to draw into: a CPU that plays a GPU loses its device where it is to present. */
function keepUnseen(canvas: HTMLCanvasElement): void {
  let texture: GPUTexture;
  const context = {
    canvas,
    configure({ device, format }: GPUCanvasConfiguration) {
      // RENDER_ATTACHMENT, TEXTURE_BINDING, COPY_SRC: TypeScript knows the interfaces of WebGPU, not its constants.
      const usage = 0x10 | 0x04 | 0x01;
      texture = device.createTexture({ size: [canvas.width, canvas.height], format, usage });
    },
    unconfigure() {},
    getCurrentTexture: () => texture,
  };
  canvas.getContext = (() => context) as never;
}

import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import { Engine } from "@babylonjs/core/Engines/engine.js";

/** What the studio draws with. */
export interface Opened {
  engine: AbstractEngine;
  /** Why it is another engine than the one that was asked for, in a sentence. */
  notice?: string;
}

/**
 * Opens the engine that the page's address asks for: WebGPU's with `?engine=webgpu`, which is fetched then, else WebGL's. Where there is no
 * WebGPU, WebGL draws. @param canvas its place may be taken by a new one, the engine's: a canvas that has drawn by one never draws by the other.
 */
export async function openEngine(canvas: HTMLCanvasElement, { search } = location): Promise<Opened> {
  const wanted = new URLSearchParams(search).get("engine") ?? "webgl";
  if (wanted === "webgpu") {
    try {
      const { openWebGpu } = await import("./open-webgpu.ts");
      return { engine: await openWebGpu(canvas) };
    } catch (error) {
      const fresh = canvas.cloneNode() as HTMLCanvasElement;
      canvas.replaceWith(fresh);
      return { engine: openWebGl(fresh), notice: `Drawn in WebGL: ${messageOf(error)}` };
    }
  }
  const notice =
    wanted === "webgl" ? {} : { notice: `Drawn in WebGL: there is no engine “${wanted}”, only webgl and webgpu.` };
  return { engine: openWebGl(canvas), ...notice };
}

const openWebGl = (canvas: HTMLCanvasElement) =>
  new Engine(canvas, true, { stencil: true, preserveDrawingBuffer: true, audioEngine: false });

const messageOf = (error: unknown) => (error instanceof Error ? error.message : `${error}`);

import type { Kernels } from "../../kernels/load.ts";
import type { Camera } from "../../render/camera.ts";
import * as onGpu from "./gpu-normals.ts";
import { type NormalSurface, renderNormals } from "./render-normals.ts";

/** Renders the normal map of a view, [size, size, 3] in [0, 1] on the JavaScript heap. */
export type ShowNormals = (camera: Camera, size: number) => Promise<Float32Array>;

/** Pictures of a surface that does not change, four samples a pixel. What a GPU keeps of it is freed by `keepWithin`. */
export function showNormals(kernels: Kernels, surface: NormalSurface): ShowNormals {
  const { gpu, scratch } = kernels;
  if (!gpu) {
    return async (camera, size) => {
      const mark = scratch.mark();
      const image = renderNormals(kernels, surface, camera, size, SUPERSAMPLE).image.slice();
      scratch.release(mark);
      return image;
    };
  }
  const kept = onGpu.keepSurface(gpu, surface);
  return async (camera, size) => {
    const mark = gpu.mark();
    const image = await gpu.read(onGpu.renderNormals(gpu, kept, camera, size, SUPERSAMPLE).image, size * size * 3);
    gpu.release(mark);
    return image;
  };
}

const SUPERSAMPLE = 2;

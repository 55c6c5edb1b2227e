/** Camera-space normal maps, the picture the geometry stage shows to the diffusion model. */

import { type Kernels, pointer } from "../kernels/load.ts";
import { pieces } from "../kernels/threads.ts";
import { type CameraFrame, packFrame } from "./camera.ts";
import { PIXELS, type Raster } from "./rasterise.ts";

/**
 * Interpolated vertex normals, normalised, turned into the camera (x right, y up, z to the camera) and encoded as normal·0.5 + 0.5 on a
 * background of 0.5.
 * @param normals Shape [n, 3], in kernel memory.
 * @param channels 3, or 4 to append coverage (1 on the mesh, 0 elsewhere).
 * @returns Shape [size, size, channels], in scratch memory.
 */
export function shadeNormals(
  kernels: Kernels,
  frame: CameraFrame,
  raster: Raster,
  indices: Uint32Array,
  normals: Float32Array,
  channels: 3 | 4 = 3,
): Float32Array {
  const pixels = raster.size * raster.size;
  const image = kernels.scratch.f32(pixels * channels);
  const packed = packFrame(kernels, frame);
  kernels.run(
    pieces(pixels, PIXELS, (begin, end) => [
      "shadeNormals",
      begin,
      end,
      pointer(kernels, raster.triangles),
      pointer(kernels, raster.barycentrics),
      pointer(kernels, indices),
      pointer(kernels, normals),
      pointer(kernels, packed),
      channels,
      pointer(kernels, image),
    ]),
  );
  return image;
}

/**
 * Adds to `normalGradient` [n, 3] what follows from `imageGradient`; where `barycentricGradient` [size, size, 3] is given it is set, for
 * `rasteriseBackward`.
 */
export function shadeNormalsBackward(
  kernels: Kernels,
  frame: CameraFrame,
  raster: Raster,
  indices: Uint32Array,
  normals: Float32Array,
  channels: 3 | 4,
  imageGradient: Float32Array,
  normalGradient: Float32Array,
  barycentricGradient?: Float32Array,
): void {
  const mark = kernels.scratch.mark();
  kernels.wasm.shadeNormalsBackward(
    raster.size * raster.size,
    pointer(kernels, raster.triangles),
    pointer(kernels, raster.barycentrics),
    pointer(kernels, indices),
    pointer(kernels, normals),
    pointer(kernels, packFrame(kernels, frame)),
    channels,
    pointer(kernels, imageGradient),
    pointer(kernels, normalGradient),
    pointer(kernels, barycentricGradient),
  );
  kernels.scratch.release(mark);
}

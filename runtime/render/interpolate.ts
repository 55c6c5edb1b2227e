/** Vertex attributes to pixels and back. */

import { type Kernels, pointer } from "../kernels/load.ts";
import { pieces } from "../kernels/threads.ts";
import { PIXELS, type Raster } from "./rasterise.ts";

/**
 * Interpolates attributes at every covered pixel; 0 elsewhere.
 * @param attributes Shape [n, channels], in kernel memory.
 * @returns Shape [size, size, channels], in scratch memory.
 */
export function interpolate(
  kernels: Kernels,
  raster: Raster,
  indices: Uint32Array,
  attributes: Float32Array,
  channels: number,
): Float32Array {
  const pixels = raster.size * raster.size;
  const image = kernels.scratch.f32(pixels * channels);
  kernels.run(
    pieces(pixels, PIXELS, (begin, end) => [
      "interpolate",
      begin,
      end,
      pointer(kernels, raster.triangles),
      pointer(kernels, raster.barycentrics),
      pointer(kernels, indices),
      pointer(kernels, attributes),
      channels,
      pointer(kernels, image),
    ]),
  );
  return image;
}

/**
 * Adds to `attributeGradient` [n, channels] what follows from `imageGradient` [size, size, channels]; where `barycentricGradient`
 * [size, size, 3] is given it is set, for `rasteriseBackward`.
 */
export function interpolateBackward(
  kernels: Kernels,
  raster: Raster,
  indices: Uint32Array,
  attributes: Float32Array,
  channels: number,
  imageGradient: Float32Array,
  attributeGradient: Float32Array,
  barycentricGradient?: Float32Array,
): void {
  kernels.wasm.interpolateBackward(
    raster.size * raster.size,
    pointer(kernels, raster.triangles),
    pointer(kernels, raster.barycentrics),
    pointer(kernels, indices),
    pointer(kernels, attributes),
    channels,
    pointer(kernels, imageGradient),
    pointer(kernels, attributeGradient),
    pointer(kernels, barycentricGradient),
  );
}

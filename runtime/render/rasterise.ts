/** Z-buffer rasteriser with perspective-correct barycentrics, and their gradient with respect to the vertices' pixels. */

import { type Kernels, pointer } from "../kernels/load.ts";
import { pieces } from "../kernels/threads.ts";
import type { Cutout } from "../mesh/cutout.ts";

/** Least pixels that another thread is worth waking for. */
export const PIXELS = 8192;

/** What is visible at every pixel, row by row from the top; lives in scratch memory. */
export interface Raster {
  size: number;
  /** Shape [size, size]: index of the visible triangle, −1 for none. */
  triangles: Int32Array;
  /** Shape [size, size, 3]: perspective-correct barycentrics of the triangle's corners; 0 where there is none. */
  barycentrics: Float32Array;
  /** Shape [size, size]: 1 / depth; 0 where there is none. */
  inverseDepth: Float32Array;
}

export interface RasteriseOptions {
  /** Leave out triangles that are clockwise on screen: the same picture in less time where the mesh is closed. */
  cullBackfaces?: boolean;
  /** Cards among the triangles, their arrays in kernel memory: cut out by alpha, seen from both sides. No gradient passes the cut. */
  cutout?: Cutout;
}

const RASTERISE_DEFAULTS = { cullBackfaces: false };

/** No triangle is a card. */
const NONE = 0xffffffff;

/**
 * A pixel belongs to a triangle if its centre does; of equal depths the lower triangle index wins. Triangles that share an edge leave no
 * gap. Triangles with a corner at or behind the eye (depth ≤ 0.001) are left out: there is no clipping.
 * @param screen Shape [n, 4] from `projectVertices`; or (u, v, 1, 1) to rasterise in a plane such as a UV atlas.
 */
export function rasterise(
  kernels: Kernels,
  screen: Float32Array,
  indices: Uint32Array,
  size: number,
  options: RasteriseOptions = {},
): Raster {
  const { cullBackfaces, cutout } = { ...RASTERISE_DEFAULTS, ...options };
  const { scratch } = kernels;
  const raster: Raster = {
    size,
    triangles: scratch.i32(size * size),
    barycentrics: scratch.f32(size * size * 3),
    inverseDepth: scratch.f32(size * size),
  };
  // Every strip looks at all triangles: two are enough to halve the pixels' part.
  kernels.run(
    pieces(size, size / 2, (begin, end) => [
      "rasterise",
      begin,
      end,
      size,
      pointer(kernels, screen),
      pointer(kernels, indices),
      indices.length / 3,
      cullBackfaces ? 1 : 0,
      pointer(kernels, raster.triangles),
      pointer(kernels, raster.barycentrics),
      pointer(kernels, raster.inverseDepth),
      cutout?.from ?? NONE,
      pointer(kernels, cutout?.uvs),
      pointer(kernels, cutout?.alpha),
      cutout?.width ?? 0,
      cutout?.height ?? 0,
      cutout?.cutoff ?? 0,
    ]),
  );
  return raster;
}

/**
 * Adds to `screenGradient` [n, 2] what follows from `barycentricGradient` [size, size, 3] for triangles that keep their pixels and
 * depths; motion along the view is left out (it is second order for small triangles).
 */
export function rasteriseBackward(
  kernels: Kernels,
  raster: Raster,
  screen: Float32Array,
  indices: Uint32Array,
  barycentricGradient: Float32Array,
  screenGradient: Float32Array,
): void {
  kernels.wasm.rasteriseBackward(
    raster.size,
    pointer(kernels, screen),
    pointer(kernels, indices),
    pointer(kernels, raster.triangles),
    pointer(kernels, raster.barycentrics),
    pointer(kernels, barycentricGradient),
    pointer(kernels, screenGradient),
  );
}

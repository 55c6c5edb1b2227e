/** Where a field is asked for the pixels of a picture, on a GPU. */

import type { Gpu, GpuArray } from "../../kernels/gpu/gpu.ts";
import { readTotal, scan } from "../../kernels/gpu/sums.ts";
import type { GpuMesh, GpuRaster } from "../../render/gpu/picture.ts";

/** Lives in the GPU's scratch arrays. */
export interface GatheredPixels {
  /** Pixels that are asked for. */
  known: number;
  /** [pixels + 1] how many of them come before each. */
  places: GpuArray;
  /** [first + known, 3] places, those of the pixels from `first` on. */
  points: GpuArray;
  /** [known] ascending. */
  pixelOf: GpuArray;
  /** [known, 4] a parent's value, weight. */
  parents: GpuArray;
}

/** [vertices, 7] of what {@link gatherPixels} mixes. @param weight 1 where left out. */
export function vertexRows(canonical: Float32Array, count: number, before?: Float32Array, weight?: Float32Array) {
  const rows = new Float32Array(7 * count);
  for (let v = 0; v < count; v++) {
    for (let c = 0; c < 3; c++) {
      rows[7 * v + c] = canonical[3 * v + c];
      rows[7 * v + 3 + c] = before ? before[3 * v + c] : 0;
    }
    rows[7 * v + 6] = weight ? weight[v] : 1;
  }
  return rows;
}

/**
 * Brings flagged pixels close together. Waits for their number.
 * @param flags [pixels + 1] 1 where a pixel is asked for, 0 behind the last one; overwritten. @param rows from {@link vertexRows}.
 * @param first points that come before.
 */
export async function gatherPixels(
  gpu: Gpu,
  { size, triangles, barycentrics }: GpuRaster,
  { indices }: Pick<GpuMesh, "indices">,
  arrays: { flags: GpuArray; rows: GpuArray },
  first = 0,
): Promise<GatheredPixels> {
  const pixels = size * size;
  const { flags: places, rows } = arrays;
  scan(gpu, places, pixels + 1);
  const known = await readTotal(gpu, places, pixels);
  const points = gpu.scratch((first + known) * 3);
  const [pixelOf, parents] = [gpu.scratch(known), gpu.scratch(known * 4)];
  const seen = [triangles, barycentrics, indices, rows, places, points, pixelOf, parents];
  gpu.run("gather/gather", pixels, { u: [pixels, first] }, seen);
  return { known, places, points, pixelOf, parents };
}

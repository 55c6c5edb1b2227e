/** Texels on a GPU: which triangle lies under each, and a field's colours there. */

import { forwardField, type GpuField } from "../../field/gpu-field.ts";
import type { Gpu, GpuArray } from "../../kernels/gpu/gpu.ts";
import { type GpuMesh, interpolate } from "../../render/gpu/picture.ts";

export interface GpuTexels {
  size: number;
  /** Shape [size, size]: the triangle, −1 for none. */
  triangles: GpuArray;
  /** Shape [size, size, 3]. */
  barycentrics: GpuArray;
}

/** As `rasteriseTexels`; where triangles are equally far, rounding may choose the other. @param uvs Shape [vertices, 2]. */
export function rasteriseTexels(
  gpu: Gpu,
  uvs: GpuArray,
  { indices, triangles }: GpuMesh,
  size: number,
  reach = 0.75,
): GpuTexels {
  const texels = size * size;
  const [owners, misses, barycentrics] = [gpu.scratch(texels), gpu.scratch(texels), gpu.scratch(texels * 3)];
  const numbers = (pass: number) => ({ u: [triangles, size, size, pass], f: [reach] });
  gpu.run("texels/empty", texels, numbers(0), [owners, misses]);
  for (const pass of [0, 1]) gpu.run("texels/draw", triangles, numbers(pass), [uvs, indices, owners, misses]);
  gpu.run("texels/share", texels, numbers(0), [uvs, indices, owners, barycentrics]);
  return { size, triangles: owners, barycentrics };
}

/**
 * Colours of a field at the texels' places. @param positions Shape [vertices, 3], in [−1,1]³. @param field with three outputs.
 * @returns Shape [size, size] RGBA bytes, 0 in the gutter.
 */
export function bakeColors(gpu: Gpu, field: GpuField, texels: GpuTexels, mesh: GpuMesh, positions: GpuArray): GpuArray {
  const { size, triangles } = texels;
  const rgba = gpu.scratch(size * size);
  const mark = gpu.mark();
  const places = interpolate(gpu, texels, mesh, positions, 3);
  const { outputs } = forwardField(field, places, size * size);
  const numbers = { u: [mesh.triangles, size, size, 0], f: [0] };
  gpu.run("texels/paint", size * size, numbers, [outputs, rgba, triangles]);
  gpu.release(mark);
  return rgba;
}

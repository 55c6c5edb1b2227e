/** `rasteriseTexels` on a GPU. */

import type { Gpu } from "../../kernels/gpu/gpu.ts";
import type { Kernels } from "../../kernels/load.ts";
import { rasteriseTexels, type Texels } from "../../mesh/texels/rasterise-texels.ts";

/** Finds the triangles under the texels of a square texture, as `rasteriseTexels`. */
export type FindTexels = (uvs: Float32Array, indices: Uint32Array, size: number) => Texels | Promise<Texels>;

/** Where the kernels are. */
export function texelFinder({ gpu }: Pick<Kernels, "gpu">): FindTexels {
  return gpu ? (uvs, indices, size) => rasteriseOnGpu(gpu, uvs, indices, size) : rasteriseTexels;
}

/** Texels outside all triangles take the nearest point of one that is so near. */
const REACH = 0.75;
const NONE = 0xffffffff;

/** As `rasteriseTexels`; where triangles are equally far, rounding may choose the other. */
export async function rasteriseOnGpu(gpu: Gpu, uvs: Float32Array, indices: Uint32Array, size: number): Promise<Texels> {
  const [mark, texels, triangles] = [gpu.mark(), size * size, indices.length / 3];
  const [corners, list] = [gpu.scratch(uvs.length), gpu.scratch(indices.length)];
  gpu.write(corners, new Float32Array(uvs));
  gpu.write(list, new Uint32Array(indices));
  const [owners, misses, barycentrics] = [gpu.scratch(texels), gpu.scratch(texels), gpu.scratch(texels * 3)];
  const numbers = (pass: number) => ({ u: [triangles, size, size, pass], f: [REACH] });
  gpu.run("texels/empty", texels, numbers(0), [owners, misses]);
  for (const pass of [0, 1]) gpu.run("texels/draw", triangles, numbers(pass), [corners, list, owners, misses]);
  gpu.run("texels/share", texels, numbers(0), [corners, list, owners, barycentrics]);
  const shares = await gpu.read(barycentrics, texels * 3);
  const owned = new Uint32Array((await gpu.read(owners, texels)).buffer);
  gpu.release(mark);
  const at = Uint32Array.from(owned.keys()).filter((texel) => owned[texel] !== NONE);
  const weights = new Float32Array(2 * at.length);
  for (const [n, texel] of at.entries()) weights.set(shares.subarray(3 * texel + 1, 3 * texel + 3), 2 * n);
  return { size, at, triangle: at.map((texel) => owned[texel]), weights };
}

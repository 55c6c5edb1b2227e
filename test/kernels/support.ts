/** What the tests of kernels, field and render share: loaded kernels, arrays in their memory, random numbers, comparisons, a head-like grid. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createTetGrid, gridPosition, rebuildBand, setSdf, type TetGrid } from "../../runtime/field/tetgrid.ts";
import { type Kernels, loadKernels } from "../../runtime/kernels/load.ts";
import { randomStream } from "../../runtime/kernels/random.ts";

/** Both builds; every kernel is checked in each. */
export const BUILDS = ["kernels.wasm", "kernels-relaxed.wasm"];

export function load(build = BUILDS[1]): Promise<Kernels> {
  return loadKernels(readFileSync(new URL(`../../runtime/kernels/build/${build}`, import.meta.url)), {
    megabytes: 256,
  });
}

/** A copy in kernel memory. */
export function put(kernels: Kernels, values: ArrayLike<number>): Float32Array {
  const array = kernels.store.f32(values.length);
  array.set(values);
  return array;
}

export function putIndices(kernels: Kernels, values: ArrayLike<number>): Uint32Array {
  const array = kernels.store.u32(values.length);
  array.set(values);
  return array;
}

/** Uniform in [−1, 1). */
export function noise(length: number, seed: number): Float32Array {
  const { uniform } = randomStream(seed);
  return new Float32Array(length).map((_, i) => uniform(i) * 2 - 1);
}

/** Largest absolute difference is at most `tolerance` times the largest expected magnitude. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5, what = "values"): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  let scale = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]));
    const difference = Math.abs(actual[i] - expected[i]);
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  assert.ok(worst <= tolerance * scale, `${what}: off by ${worst} where values reach ${scale}`);
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
};

/** A lumpy ball with a band of 2 cells around its surface. */
export function lumpyGrid(kernels: Kernels, resolution: number): TetGrid {
  const grid = createTetGrid(kernels, resolution);
  const values = grid.sdf.map((_, i) => {
    const [x, y, z] = gridPosition(grid, i);
    return Math.hypot(x * 1.3, y, z) - 0.62 + 0.08 * Math.sin(7 * x + 2) * Math.cos(9 * y);
  });
  setSdf(grid, values);
  rebuildBand(grid, 2);
  return grid;
}

/** What several kernels are made of: sums in fixed point, prefix sums, fans. Results live in scratch arrays unless said otherwise. */

import type { Gpu, GpuArray } from "./gpu.ts";

/**
 * Adds to an array what threads sum in any order.
 * @param terms [termCount] whose largest magnitude sets the unit; see `shaders/prelude.wgsl` for how far a term may exceed it.
 * @param add runs the kernel that sums, with its first two arrays: the sums and the largest term. @param to [count], added to.
 */
export function addSums(
  gpu: Gpu,
  terms: GpuArray,
  termCount: number,
  to: GpuArray,
  count: number,
  add: (sums: [GpuArray, GpuArray]) => void,
): void {
  const mark = gpu.mark();
  const largest = gpu.scratchZeros(1);
  const sums = gpu.scratchZeros(count * 2);
  gpu.run("sums/announce", termCount, { u: [termCount] }, [largest, terms]);
  add([sums, largest]);
  gpu.run("sums/settle", count, { u: [count] }, [sums, largest, to]);
  gpu.release(mark);
}

/** Numbers that one thread of `sums.wgsl` runs over. */
const RUN = 256;

/** Replaces whole numbers by the sums of those before them. @param values [count]. */
export function scan(gpu: Gpu, values: GpuArray, count: number): void {
  const mark = gpu.mark();
  const runs = Math.ceil(count / RUN);
  const totals = gpu.scratchZeros(runs);
  if (runs > 1) {
    gpu.run("sums/sumRuns", runs, { u: [count] }, [values, totals]);
    scan(gpu, totals, runs);
  }
  gpu.run("sums/spreadRuns", runs, { u: [count] }, [values, totals]);
  gpu.release(mark);
}

/** What a scan leaves at a place: how many there are before it. Waits. */
export async function readTotal(gpu: Gpu, scanned: GpuArray, at: number): Promise<number> {
  return new Uint32Array((await gpu.read(scanned, 1, at)).buffer)[0];
}

/** Corners around every vertex: [vertices + 1] where a vertex's begin, then [corners], ascending for every vertex. */
export function vertexFans(gpu: Gpu, indices: GpuArray, corners: number, vertices: number): GpuArray {
  const fans = gpu.scratch(vertices + 1 + corners);
  const mark = gpu.mark();
  const filled = gpu.scratchZeros(vertices + 1);
  const u = [vertices, corners];
  gpu.run("fans/count", corners, { u }, [indices, filled]);
  scan(gpu, filled, vertices + 1);
  gpu.copy(filled, fans, vertices + 1);
  const next = gpu.scratchZeros(vertices + 1);
  gpu.run("fans/fill", corners, { u }, [indices, next, fans]);
  gpu.run("fans/order", vertices, { u }, [fans]);
  gpu.release(mark);
  return fans;
}

/** The fans of a mesh that does not change, kept. @param indices Shape [triangles, 3]. */
export function keepFans(gpu: Gpu, indices: GpuArray, corners: number, vertices: number): GpuArray {
  const mark = gpu.mark();
  const fans = gpu.zeros(vertices + 1 + corners);
  gpu.copy(vertexFans(gpu, indices, corners, vertices), fans, vertices + 1 + corners);
  gpu.release(mark);
  return fans;
}

/** Sparse matrices on a GPU, and their transposes. */

import type { Gpu, GpuArray } from "./gpu.ts";

/** Rows of weighted columns. */
export interface SparseRows {
  /** [rows + 1] where each row's entries begin. */
  starts: Uint32Array;
  /** Column and weight of each entry. */
  columns: Uint32Array;
  weights: Float32Array;
}

export interface GpuSparse {
  rows: number;
  starts: GpuArray;
  columns: GpuArray;
  weights: GpuArray;
}

/** Threads that share a row. */
const LANES = 64;

export function keepSparse(gpu: Gpu, { starts, columns, weights }: SparseRows): GpuSparse {
  return {
    rows: starts.length - 1,
    starts: gpu.upload(new Uint32Array(starts)),
    columns: gpu.upload(new Uint32Array(columns)),
    weights: gpu.upload(new Float32Array(weights)),
  };
}

/** Entries of a row in the order of the columns they had. @param count columns. */
export function transposed({ starts, columns, weights }: SparseRows, count: number): SparseRows {
  const turned: SparseRows = {
    starts: new Uint32Array(count + 1),
    columns: new Uint32Array(columns.length),
    weights: new Float32Array(columns.length),
  };
  for (const column of columns) turned.starts[column + 1]++;
  for (let c = 0; c < count; c++) turned.starts[c + 1] += turned.starts[c];
  const next = turned.starts.slice();
  for (let row = 0; row < starts.length - 1; row++) {
    for (let e = starts[row]; e < starts[row + 1]; e++) {
      const at = next[columns[e]]++;
      turned.columns[at] = row;
      turned.weights[at] = weights[e];
    }
  }
  return turned;
}

/** Adds matrix times vectors. @param vectors Shape [columns, 3]. @param to Shape [rows, 3]. */
export function multiply(
  gpu: Gpu,
  { rows, starts, columns, weights }: GpuSparse,
  vectors: GpuArray,
  to: GpuArray,
): void {
  gpu.run("sparse/multiply", rows * LANES, { u: [rows] }, [starts, columns, weights, vectors, to]);
}

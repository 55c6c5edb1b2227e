/** A sparse matrix by its rows: row r has `columns` and `values` from `starts[r]` to before `starts[r + 1]`. */
export interface SparseRows {
  /** U32 [R + 1]. */
  starts: Uint32Array;
  /** U32 [E]. */
  columns: Uint32Array;
  /** F64 [E]. */
  values: Float64Array;
}

/** @param rows of [column, value]; a column that a row names twice counts with the sum. */
export function sparseRows(rows: (readonly [column: number, value: number])[][]): SparseRows {
  const starts = new Uint32Array(rows.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [r, row] of rows.entries()) {
    const sums = new Map<number, number>();
    for (const [column, value] of row) sums.set(column, (sums.get(column) ?? 0) + value);
    for (const [column, value] of sums) {
      columns.push(column);
      values.push(value);
    }
    starts[r + 1] = columns.length;
  }
  return { starts, columns: Uint32Array.from(columns), values: Float64Array.from(values) };
}

/** Writes M·x into `out`. @param x [C, 3]. @param out F64 [R, 3]. */
export function timesRows(
  { starts, columns, values }: SparseRows,
  x: ArrayLike<number>,
  out: Float64Array,
): Float64Array {
  for (let r = 0; r + 1 < starts.length; r++) {
    let [a, b, c] = [0, 0, 0];
    for (let e = starts[r]; e < starts[r + 1]; e++) {
      const at = 3 * columns[e];
      a += values[e] * x[at];
      b += values[e] * x[at + 1];
      c += values[e] * x[at + 2];
    }
    out[3 * r] = a;
    out[3 * r + 1] = b;
    out[3 * r + 2] = c;
  }
  return out;
}

/** Adds Mᵀ·y to `out`. @param y F64 [R, 3]. @param out F64 [C, 3]. */
export function addTransposed({ starts, columns, values }: SparseRows, y: Float64Array, out: Float64Array): void {
  for (let r = 0; r + 1 < starts.length; r++) {
    const [a, b, c] = [y[3 * r], y[3 * r + 1], y[3 * r + 2]];
    for (let e = starts[r]; e < starts[r + 1]; e++) {
      const at = 3 * columns[e];
      out[at] += values[e] * a;
      out[at + 1] += values[e] * b;
      out[at + 2] += values[e] * c;
    }
  }
}

/** Rows of an array of `width` columns, in the order that `rows` names them. */
export function gatherRows<T extends Float32Array | Uint32Array | Uint8Array>(
  values: T,
  rows: ArrayLike<number>,
  width: number,
): T {
  const out = new (values.constructor as new (length: number) => T)(width * rows.length);
  for (let i = 0; i < rows.length; i++) out.set(values.subarray(width * rows[i], width * (rows[i] + 1)), width * i);
  return out;
}

/**
 * The derivative of a loss by one parameter, from both sides of its value, which is put back.
 * @param one view of the parameter in `values`. @returns it, and the parameter's index in `values`.
 */
export async function centralDifference(
  values: Float32Array,
  one: Float32Array,
  step: number,
  loss: () => number | Promise<number>,
): Promise<{ index: number; numeric: number }> {
  const index = (one.byteOffset - values.byteOffset) / 4;
  const kept = values[index];
  values[index] = kept + step;
  const above = await loss();
  values[index] = kept - step;
  const numeric = (above - (await loss())) / (2 * step);
  values[index] = kept;
  return { index, numeric };
}

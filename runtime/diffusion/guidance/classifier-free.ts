/**
 * Classifier-free guidance (Ho & Salimans 2022, eq. 6, with the negative prompt in place of none): ε_neg + W·(ε_y − ε_neg).
 * @param wanted, negative what the network said under the prompt and under the negative one, of one length.
 */
export function guided(wanted: Float32Array, negative: Float32Array, cfg: number): Float32Array {
  return wanted.map((value, i) => guidedAt(value, negative[i], cfg));
}

/** {@link guided} of one number. */
export function guidedAt(wanted: number, negative: number, cfg: number): number {
  return negative + cfg * (wanted - negative);
}

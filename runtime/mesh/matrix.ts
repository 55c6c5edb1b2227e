/** Column-major 4×4 matrices as glTF has them. */

/** a·b. */
export function multiply(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  const out = new Array<number>(16).fill(0);
  for (let column = 0; column < 4; column++)
    for (let row = 0; row < 4; row++)
      for (let k = 0; k < 4; k++) out[4 * column + row] += a[4 * k + row] * b[4 * column + k];
  return out;
}

/** Inverse of an affine matrix. @throws RangeError where it has none. */
export function invertAffine(m: ArrayLike<number>): number[] {
  const [a, b, c, d, e, f, g, h, i] = [m[0], m[4], m[8], m[1], m[5], m[9], m[2], m[6], m[10]];
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  if (!(Math.abs(determinant) > 1e-30)) throw new RangeError("the matrix cannot be inverted");
  const s = 1 / determinant;
  const linear = [
    (e * i - f * h) * s,
    (f * g - d * i) * s,
    (d * h - e * g) * s,
    (c * h - b * i) * s,
    (a * i - c * g) * s,
    (b * g - a * h) * s,
    (b * f - c * e) * s,
    (c * d - a * f) * s,
    (a * e - b * d) * s,
  ];
  const out = [...linear.slice(0, 3), 0, ...linear.slice(3, 6), 0, ...linear.slice(6, 9), 0, 0, 0, 0, 1];
  for (let row = 0; row < 3; row++) out[12 + row] = -(out[row] * m[12] + out[4 + row] * m[13] + out[8 + row] * m[14]);
  return out;
}

/** Determinant of the linear part; negative where the matrix mirrors. */
export function determinant(m: ArrayLike<number>): number {
  return m[0] * (m[5] * m[10] - m[9] * m[6]) - m[4] * (m[1] * m[10] - m[9] * m[2]) + m[8] * (m[1] * m[6] - m[5] * m[2]);
}

/** Applies a matrix to points [n, 3]; `w` 0 turns directions without moving them. */
export function transform(m: ArrayLike<number>, points: ArrayLike<number>, w = 1): Float32Array<ArrayBuffer> {
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = [points[i], points[i + 1], points[i + 2]];
    for (let row = 0; row < 3; row++) out[i + row] = m[row] * x + m[4 + row] * y + m[8 + row] * z + w * m[12 + row];
  }
  return out;
}

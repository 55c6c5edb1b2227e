/** A similarity: p ↦ scale·R·p + translation, as a column-major 4×4. */
export type Similarity = number[];

/**
 * The similarity with the least squared distance from `from` to `to` (Umeyama 1991, equations 41 and 42), its rotation by
 * the greatest eigenvector of Horn's symmetric 4×4 (Horn 1987, section 4), which never mirrors.
 * @param from, to [n, 3], n ≥ 3 and not all on one line. @param weights [n], 1 where left out.
 * @throws RangeError where the points are too few or lie on a line.
 */
export function umeyama(from: ArrayLike<number>, to: ArrayLike<number>, weights?: ArrayLike<number>): Similarity {
  const n = from.length / 3;
  const weight = (i: number) => (weights ? weights[i] : 1);
  let total = 0;
  const [a, b] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let i = 0; i < n; i++) {
    total += weight(i);
    for (let c = 0; c < 3; c++) {
      a[c] += weight(i) * from[3 * i + c];
      b[c] += weight(i) * to[3 * i + c];
    }
  }
  for (let c = 0; c < 3; c++) {
    a[c] /= total;
    b[c] /= total;
  }
  // s[r][c] = Σ w·from_r·to_c of the centred points.
  const s = [0, 1, 2].map(() => [0, 0, 0]);
  let spread = 0;
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < 3; r++) {
      const x = from[3 * i + r] - a[r];
      spread += weight(i) * x * x;
      for (let c = 0; c < 3; c++) s[r][c] += weight(i) * x * (to[3 * i + c] - b[c]);
    }
  }
  const { values, vectors } = eigen4([
    [s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]],
    [s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]],
    [s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]],
    [s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]],
  ]);
  const [first, second] = [...values].sort((x, y) => y - x);
  if (!(n >= 3 && spread > 0 && first - second > 1e-9 * Math.abs(first))) {
    throw new RangeError(
      `${n} points do not determine a similarity; at least three that are not on one line are needed`,
    );
  }
  const [w, x, y, z] = vectors.map((row) => row[values.indexOf(first)]);
  const rotation = [
    [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
  ];
  let along = 0;
  for (let r = 0; r < 3; r++) for (let c = 0; c < 3; c++) along += rotation[c][r] * s[r][c];
  const scale = along / spread;
  const out: number[] = new Array(16).fill(0);
  for (let row = 0; row < 3; row++) {
    out[12 + row] = b[row];
    for (let column = 0; column < 3; column++) {
      out[4 * column + row] = scale * rotation[row][column];
      out[12 + row] -= scale * rotation[row][column] * a[column];
    }
  }
  out[15] = 1;
  return out;
}

/** Eigenvalues and column eigenvectors of a symmetric 4×4, by cyclic Jacobi rotations. */
function eigen4(matrix: number[][]): { values: number[]; vectors: number[][] } {
  const m = matrix.map((row) => [...row]);
  const v: number[][] = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < 3; p++) {
      for (let q = p + 1; q < 4; q++) {
        if (m[p][q] === 0) continue;
        const theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < 4; k++) [m[k][p], m[k][q]] = [c * m[k][p] - s * m[k][q], s * m[k][p] + c * m[k][q]];
        for (let k = 0; k < 4; k++) [m[p][k], m[q][k]] = [c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]];
        for (let k = 0; k < 4; k++) [v[k][p], v[k][q]] = [c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]];
      }
    }
  }
  return { values: [0, 1, 2, 3].map((i) => m[i][i]), vectors: v };
}

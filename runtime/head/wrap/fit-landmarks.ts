import type { Anatomy } from "../anatomy/anatomy.ts";
import { landmarksOf } from "../anatomy/landmarks.ts";
import { type AnatomyShape, shapeAnatomy } from "../anatomy/shape.ts";

export interface LandmarkFit {
  rounds: number;
  /** Weight of the squared shape weights beside the mean squared distance of landmarks, head units². */
  ridge: number;
}

/**
 * The identity whose landmarks are nearest to given ones, for heads of which no more is known: least squares in the weights of all
 * shapes, which keep small (Gauss–Newton on the shapes' own moves of the average).
 * @param landmarks F32 [478, 3] head space; NaN where one is not known.
 */
export function fitLandmarks(anatomy: Anatomy, landmarks: Float32Array, { rounds, ridge }: LandmarkFit): AnatomyShape {
  const names = [...anatomy.shapes.keys()];
  const average = landmarksOf(anatomy, shapeAnatomy(anatomy, {}).control);
  const columns = names.map((name) => {
    const moved = landmarksOf(anatomy, shapeAnatomy(anatomy, { [name]: 1 }).control);
    return Float64Array.from(moved, (x, i) => (Number.isNaN(landmarks[i]) ? 0 : x - average[i]));
  });
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0) / (a.length / 3);
  const normal = columns.map((a, i) => columns.map((b, k) => dot(a, b) + (i === k ? ridge : 0)));
  let weights = names.map(() => 0);
  let shape = shapeAnatomy(anatomy, {});
  for (let round = 0; round < rounds; round++) {
    const now = landmarksOf(anatomy, shape.control);
    const rest = Float64Array.from(landmarks, (x, i) => (Number.isNaN(x) ? 0 : x - now[i]));
    const change = solveDense(
      normal,
      columns.map((column, i) => dot(column, rest) - ridge * weights[i]),
    );
    weights = weights.map((weight, i) => weight + change[i]);
    shape = shapeAnatomy(anatomy, Object.fromEntries(names.map((name, i) => [name, weights[i]])));
  }
  return shape;
}

/** Solves a symmetric positive definite system by Cholesky's factors. */
function solveDense(matrix: number[][], b: number[]): number[] {
  const n = b.length;
  const l = matrix.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = l[i][k];
      for (let j = 0; j < k; j++) sum -= l[i][j] * l[k][j];
      l[i][k] = i === k ? Math.sqrt(sum) : sum / l[k][k];
    }
  }
  const y = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) y[i] -= l[i][k] * y[k];
    y[i] /= l[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i] -= l[k][i] * y[k];
    y[i] /= l[i][i];
  }
  return y;
}

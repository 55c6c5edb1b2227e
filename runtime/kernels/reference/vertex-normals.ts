/** Readable twin of `assembly/vertex-normals.ts`. */

type Vector = [number, number, number];

const at = (values: Float32Array, i: number): Vector => [values[i * 3], values[i * 3 + 1], values[i * 3 + 2]];
const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Sum of the faces' cross products at every vertex: twice the area-weighted normal. */
function sums(positions: Float32Array, indices: Uint32Array): Float32Array {
  const total = new Float32Array(positions.length);
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => at(positions, indices[t + k]));
    const normal = cross(minus(b, a), minus(c, a));
    for (let k = 0; k < 3; k++) for (let axis = 0; axis < 3; axis++) total[indices[t + k] * 3 + axis] += normal[axis];
  }
  return total;
}

export function vertexNormals(positions: Float32Array, indices: Uint32Array): Float32Array {
  const normals = sums(positions, indices);
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]);
    for (let axis = 0; axis < 3; axis++) normals[i + axis] *= length > 0 ? 1 / length : 0;
  }
  return normals;
}

/** Adds to `positionGradient`. */
export function vertexNormalsBackward(
  positions: Float32Array,
  indices: Uint32Array,
  normalGradient: Float32Array,
  positionGradient: Float32Array,
): void {
  const total = sums(positions, indices);
  const sumGradient = new Float32Array(total.length);
  for (let i = 0; i < total.length; i += 3) {
    const length = Math.hypot(total[i], total[i + 1], total[i + 2]);
    if (length <= 1e-12) continue;
    const normal = [0, 1, 2].map((axis) => total[i + axis] / length);
    const along = normal.reduce((sum, n, axis) => sum + n * normalGradient[i + axis], 0);
    for (let axis = 0; axis < 3; axis++) {
      sumGradient[i + axis] = (normalGradient[i + axis] - along * normal[axis]) / length;
    }
  }
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [indices[t], indices[t + 1], indices[t + 2]];
    const d: Vector = [0, 1, 2].map(
      (k) => sumGradient[a * 3 + k] + sumGradient[b * 3 + k] + sumGradient[c * 3 + k],
    ) as Vector;
    const u = minus(at(positions, b), at(positions, a));
    const v = minus(at(positions, c), at(positions, a));
    const [du, dv] = [cross(v, d), cross(d, u)];
    for (let k = 0; k < 3; k++) {
      positionGradient[a * 3 + k] -= du[k] + dv[k];
      positionGradient[b * 3 + k] += du[k];
      positionGradient[c * 3 + k] += dv[k];
    }
  }
}

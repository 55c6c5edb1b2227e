/** A smooth warp of space: biharmonic splines (|r|) through centres, plus an affine map. */
export interface Warp {
  /** F64 [N, 3] centres on the average head. */
  centers: Float64Array;
  /** F64 [N + 4, 3] weights: of the centres, then of 1, x, y, z. */
  weights: Float64Array;
}

/** How many vertices of the skin pin a warp. */
const CENTERS = 140;

/**
 * Vertices spread evenly over the skin by farthest-point sampling, so that a warp pinned there bends as the head does.
 * @param positions [V, 3] of the average skin. @param low only vertices above this height count.
 */
export function warpCenters(positions: Float32Array, low = -1): Uint32Array {
  const count = positions.length / 3;
  const nearest = new Float64Array(count).fill(Infinity);
  for (let v = 0; v < count; v++) if (positions[v * 3 + 1] < low) nearest[v] = -1;
  const chosen = new Uint32Array(CENTERS);
  let next = nearest.indexOf(Infinity);
  for (let i = 0; i < CENTERS; i++) {
    chosen[i] = next;
    let best = -1;
    const x = positions[next * 3];
    const y = positions[next * 3 + 1];
    const z = positions[next * 3 + 2];
    for (let v = 0; v < count; v++) {
      if (nearest[v] < 0) continue;
      const d = (positions[v * 3] - x) ** 2 + (positions[v * 3 + 1] - y) ** 2 + (positions[v * 3 + 2] - z) ** 2;
      if (d < nearest[v]) nearest[v] = d;
      if (nearest[v] > best) {
        best = nearest[v];
        next = v;
      }
    }
  }
  return chosen;
}

/** What every warp from one skin shares: its centres, and their matrix taken apart. */
export interface WarpSource {
  vertices: Uint32Array;
  centers: Float64Array;
  factors: Factors;
}

/** @param from [V, 3] the average skin. @param vertices of `warpCenters`. */
export function prepareWarp(from: Float32Array, vertices: Uint32Array): WarpSource {
  const n = vertices.length;
  const size = n + 4;
  const centers = new Float64Array(n * 3);
  for (let i = 0; i < n; i++) for (let c = 0; c < 3; c++) centers[i * 3 + c] = from[vertices[i] * 3 + c];
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      matrix[i * size + j] = Math.hypot(
        centers[i * 3] - centers[j * 3],
        centers[i * 3 + 1] - centers[j * 3 + 1],
        centers[i * 3 + 2] - centers[j * 3 + 2],
      );
    }
    const row = [1, centers[i * 3], centers[i * 3 + 1], centers[i * 3 + 2]];
    for (let k = 0; k < 4; k++) {
      matrix[i * size + n + k] = row[k];
      matrix[(n + k) * size + i] = row[k];
    }
  }
  return { vertices, centers, factors: factor(matrix, size) };
}

/**
 * Fits the warp that carries the average skin's vertices to another skin's (radial basis functions with a linear part; Carr et al.
 * 2001, section 3). Exactly the identity where nothing moves.
 */
export function fitWarp({ vertices, centers, factors }: WarpSource, to: Float32Array): Warp {
  const weights = new Float64Array(factors.size * 3);
  for (let i = 0; i < centers.length; i++) weights[i] = to[vertices[Math.floor(i / 3)] * 3 + (i % 3)] - centers[i];
  solve(factors, weights);
  return { centers, weights };
}

/** Adds the warp's offset at a point to `out`. */
export function warpAt({ centers, weights }: Warp, x: number, y: number, z: number, out: Float64Array): void {
  const n = centers.length / 3;
  let [dx, dy, dz] = [0, 0, 0];
  for (let i = 0, k = 0; i < n; i++, k += 3) {
    const ax = x - centers[k];
    const ay = y - centers[k + 1];
    const az = z - centers[k + 2];
    const r = Math.sqrt(ax * ax + ay * ay + az * az);
    dx += r * weights[k];
    dy += r * weights[k + 1];
    dz += r * weights[k + 2];
  }
  const k = n * 3;
  out[0] = x + dx + weights[k] + x * weights[k + 3] + y * weights[k + 6] + z * weights[k + 9];
  out[1] = y + dy + weights[k + 1] + x * weights[k + 4] + y * weights[k + 7] + z * weights[k + 10];
  out[2] = z + dz + weights[k + 2] + x * weights[k + 5] + y * weights[k + 8] + z * weights[k + 11];
}

/** A square matrix after Gauss elimination with row pivots: what is left above the diagonal, the rows' shares below it. */
interface Factors {
  matrix: Float64Array;
  size: number;
  /** Row that was swapped with row k before step k. */
  pivots: Uint32Array;
}

/** Takes a matrix apart, in place. */
function factor(matrix: Float64Array, size: number): Factors {
  const pivots = new Uint32Array(size);
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let r = k + 1; r < size; r++)
      if (Math.abs(matrix[r * size + k]) > Math.abs(matrix[pivot * size + k])) pivot = r;
    pivots[k] = pivot;
    for (let c = 0; pivot !== k && c < size; c++) {
      [matrix[k * size + c], matrix[pivot * size + c]] = [matrix[pivot * size + c], matrix[k * size + c]];
    }
    for (let r = k + 1; r < size; r++) {
      const share = matrix[r * size + k] / matrix[k * size + k];
      matrix[r * size + k] = share;
      if (share === 0) continue;
      for (let c = k + 1; c < size; c++) matrix[r * size + c] -= share * matrix[k * size + c];
    }
  }
  return { matrix, size, pivots };
}

/** `right` [size, 3] becomes the solution. */
function solve({ matrix, size, pivots }: Factors, right: Float64Array): void {
  for (let k = 0; k < size; k++) {
    const pivot = pivots[k];
    for (let c = 0; pivot !== k && c < 3; c++) {
      [right[k * 3 + c], right[pivot * 3 + c]] = [right[pivot * 3 + c], right[k * 3 + c]];
    }
  }
  for (let k = 0; k < size; k++) {
    for (let r = k + 1; r < size; r++) {
      const share = matrix[r * size + k];
      for (let c = 0; c < 3; c++) right[r * 3 + c] -= share * right[k * 3 + c];
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let c = 0; c < 3; c++) {
      let sum = right[k * 3 + c];
      for (let j = k + 1; j < size; j++) sum -= matrix[k * size + j] * right[j * 3 + c];
      right[k * 3 + c] = sum / matrix[k * size + k];
    }
  }
}

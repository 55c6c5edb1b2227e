/** A point of a triangle: the number of the triangle, and the weights of its corners. */
export interface TrianglePoint {
  triangle: number;
  weights: [number, number, number];
}

/**
 * Picks points of a surface evenly by area.
 * @param positions [V, 3]. @param indices of the triangles. @param wanted which triangles count, all of them by default.
 * @returns the point for three numbers of [0, 1): how far through the triangles' area, in their order, and where in the triangle.
 */
export function areaSampler(
  positions: Float32Array,
  indices: Uint32Array,
  wanted: (triangle: number) => boolean = () => true,
): (share: number, u: number, v: number) => TrianglePoint {
  const triangles = Uint32Array.from({ length: indices.length / 3 }, (_, t) => t).filter(wanted);
  const sums = new Float64Array(triangles.length);
  let total = 0;
  for (let i = 0; i < sums.length; i++) {
    total += doubleArea(positions, indices, triangles[i]);
    sums[i] = total;
  }
  return (share, u, v) => {
    const root = Math.sqrt(u);
    const triangle = triangles[firstAbove(sums, share * total)];
    return { triangle, weights: [1 - root, root * (1 - v), root * v] };
  };
}

function doubleArea(positions: Float32Array, indices: Uint32Array, triangle: number): number {
  const a = 3 * indices[3 * triangle];
  const b = 3 * indices[3 * triangle + 1];
  const c = 3 * indices[3 * triangle + 2];
  const ux = positions[b] - positions[a];
  const uy = positions[b + 1] - positions[a + 1];
  const uz = positions[b + 2] - positions[a + 2];
  const vx = positions[c] - positions[a];
  const vy = positions[c + 1] - positions[a + 1];
  const vz = positions[c + 2] - positions[a + 2];
  return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
}

/** Place of the first of the ascending sums that is not below `goal`. */
function firstAbove(sums: Float64Array, goal: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] < goal) low = middle + 1;
    else high = middle;
  }
  return low;
}

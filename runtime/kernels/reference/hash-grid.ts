/** Readable twin of `assembly/hash-grid.ts`, for any number of points, features side by side: encoding has shape [count, 2]. */

const PRIME_Y = 2654435761;
const PRIME_Z = 805459861;

export interface GridShape {
  scale: number;
  resolution: number;
  /** entries − 1 where entries are hashed, 0 where the level is dense. */
  mask: number;
}

/** Entry of a grid point: a dense index, or Instant-NGP's spatial hash. */
export function entryOf({ resolution, mask }: GridShape, x: number, y: number, z: number): number {
  if (!mask) return x + resolution * (y + resolution * z);
  return ((x ^ Math.imul(y, PRIME_Y) ^ Math.imul(z, PRIME_Z)) & mask) >>> 0;
}

/** Calls `visit` with the entry and trilinear weight of the eight corners around a point of [−1,1]³. */
function forCorners(shape: GridShape, p: ArrayLike<number>, visit: (entry: number, weight: number) => void): void {
  const base = [0, 0, 0];
  const fraction = [0, 0, 0];
  for (let axis = 0; axis < 3; axis++) {
    const x = ((p[axis] + 1) / 2) * shape.scale + 0.5;
    base[axis] = Math.max(0, Math.min(Math.trunc(x), shape.resolution - 2));
    fraction[axis] = x - base[axis];
  }
  for (let corner = 0; corner < 8; corner++) {
    const bits = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = bits.reduce((product, bit, axis) => product * (bit ? fraction[axis] : 1 - fraction[axis]), 1);
    visit(entryOf(shape, base[0] + bits[0], base[1] + bits[1], base[2] + bits[2]), weight);
  }
}

export function hashGridForward(shape: GridShape, positions: Float32Array, table: Float32Array): Float32Array {
  const count = positions.length / 3;
  const encoding = new Float32Array(count * 2);
  for (let i = 0; i < count; i++) {
    forCorners(shape, positions.subarray(i * 3, i * 3 + 3), (entry, weight) => {
      encoding[i * 2] += weight * table[entry * 2];
      encoding[i * 2 + 1] += weight * table[entry * 2 + 1];
    });
  }
  return encoding;
}

/** Adds to `tableGradient`. */
export function hashGridBackward(
  shape: GridShape,
  positions: Float32Array,
  encodingGradient: Float32Array,
  tableGradient: Float32Array,
): void {
  for (let i = 0; i < positions.length / 3; i++) {
    forCorners(shape, positions.subarray(i * 3, i * 3 + 3), (entry, weight) => {
      tableGradient[entry * 2] += weight * encodingGradient[i * 2];
      tableGradient[entry * 2 + 1] += weight * encodingGradient[i * 2 + 1];
    });
  }
}

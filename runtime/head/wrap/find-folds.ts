import { vertexNormals } from "../../mesh/vertex-normals.ts";

/** Rings of triangles around a fold that take part in smoothing it. */
const RINGS = 3;
/** Cosine to the triangle's normal at rest below which it counts as turned. */
const TURNED = 0.2;

/**
 * Marks points of triangles that face nearly another way than at rest, or away from the mean normal of their corners, and of those
 * around them.
 * @param triangles U32 [T, 3]. @param rest, now [R, 3]. @param folded U8 [R], to which marks are added.
 * @returns how many triangles are turned.
 */
export function findFolds(
  triangles: Uint32Array,
  rest: ArrayLike<number>,
  now: ArrayLike<number>,
  folded: Uint8Array,
): number {
  const normals = vertexNormals({ positions: Float32Array.from(now), indices: triangles });
  let count = 0;
  const found = new Uint8Array(folded.length);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b] = [crossOf(rest, triangles, t), crossOf(now, triangles, t)];
    const sizes = Math.sqrt(dot(a, a) * dot(b, b));
    const around = [0, 1, 2].map((c) => [0, 1, 2].reduce((sum, k) => sum + normals[3 * triangles[t + k] + c], 0));
    if (dot(a, b) >= TURNED * sizes && dot(b, around) >= 0) continue;
    count++;
    for (let k = 0; k < 3; k++) found[triangles[t + k]] = 1;
  }
  for (let ring = 1; count > 0 && ring <= RINGS; ring++) {
    for (let t = 0; t < triangles.length; t += 3) {
      const corners = triangles.subarray(t, t + 3);
      if (corners.some((p) => found[p] > 0 && found[p] <= ring))
        for (const p of corners) if (found[p] === 0) found[p] = ring + 1;
    }
  }
  for (let p = 0; p < folded.length; p++) if (found[p] > 0) folded[p] = 1;
  return count;
}

const dot = (a: number[], b: number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function crossOf(points: ArrayLike<number>, triangles: Uint32Array, t: number): [number, number, number] {
  const [a, b, c] = [3 * triangles[t], 3 * triangles[t + 1], 3 * triangles[t + 2]];
  const [ux, uy, uz] = [points[b] - points[a], points[b + 1] - points[a + 1], points[b + 2] - points[a + 2]];
  const [vx, vy, vz] = [points[c] - points[a], points[c + 1] - points[a + 1], points[c + 2] - points[a + 2]];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}

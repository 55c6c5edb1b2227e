import type { TriMesh } from "./types.ts";

/** Triangle normals (unit) and areas. */
export function faceNormals({ positions, indices }: TriMesh): { normals: Float32Array; areas: Float32Array } {
  const normals = new Float32Array(indices.length);
  const areas = new Float32Array(indices.length / 3);
  for (let f = 0; f < areas.length; f++) {
    const [a, b, c] = [3 * indices[3 * f], 3 * indices[3 * f + 1], 3 * indices[3 * f + 2]];
    const u = [0, 1, 2].map((k) => positions[b + k] - positions[a + k]);
    const v = [0, 1, 2].map((k) => positions[c + k] - positions[a + k]);
    const n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const length = Math.hypot(n[0], n[1], n[2]);
    areas[f] = length / 2;
    for (let k = 0; k < 3; k++) normals[3 * f + k] = length > 0 ? n[k] / length : 0;
  }
  return { normals, areas };
}

import type { TriMesh } from "./types.ts";

/**
 * Unit normals (3·V) of a mesh: triangle normals weighted by the angle at the corner, which the slivers of a marched
 * surface cannot pull about as area or uniform weights let them. `weld` names for each vertex the one it shares its
 * place with (vertices split at UV seams), so that shading runs on across seams.
 */
export function vertexNormals({ positions, indices }: TriMesh, weld?: Uint32Array): Float32Array {
  const sums = new Float64Array(positions.length);
  for (let t = 0; t < indices.length; t += 3) {
    const a = 3 * indices[t];
    const b = 3 * indices[t + 1];
    const c = 3 * indices[t + 2];
    const ux = positions[b] - positions[a];
    const uy = positions[b + 1] - positions[a + 1];
    const uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a];
    const vy = positions[c + 1] - positions[a + 1];
    const vz = positions[c + 2] - positions[a + 2];
    const wx = vx - ux;
    const wy = vy - uy;
    const wz = vz - uz;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const doubleArea = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (!(doubleArea > 0)) continue;
    // The three angles from their tangents: |cross| is the same for all corners.
    const angleA = Math.atan2(doubleArea, ux * vx + uy * vy + uz * vz);
    const angleB = Math.atan2(doubleArea, -(ux * wx + uy * wy + uz * wz));
    const angleC = Math.PI - angleA - angleB;
    for (let corner = 0; corner < 3; corner++) {
      const vertex = indices[t + corner];
      const at = 3 * (weld ? weld[vertex] : vertex);
      const weight = (corner === 0 ? angleA : corner === 1 ? angleB : angleC) / doubleArea;
      sums[at] += nx * weight;
      sums[at + 1] += ny * weight;
      sums[at + 2] += nz * weight;
    }
  }
  const normals = new Float32Array(positions.length);
  for (let vertex = 0; vertex < positions.length / 3; vertex++) {
    const at = 3 * (weld ? weld[vertex] : vertex);
    const length = Math.hypot(sums[at], sums[at + 1], sums[at + 2]);
    // A vertex of no triangle still needs a unit vector: validators and shaders insist on it.
    normals[3 * vertex] = length > 0 ? sums[at] / length : 0;
    normals[3 * vertex + 1] = length > 0 ? sums[at + 1] / length : 1;
    normals[3 * vertex + 2] = length > 0 ? sums[at + 2] / length : 0;
  }
  return normals;
}

import { faceNormals } from "../../mesh/face-normals.ts";
import type { TriMesh } from "../../mesh/types.ts";

/**
 * Normals that are smooth over gentle edges and break at sharp ones: each corner's is the mean of the triangles around
 * its vertex that lean from its own by at most `angle` degrees, weighted by their areas.
 * @param groups [F]: corners of triangles of different groups are never one vertex.
 * @returns for each vertex of the result the mesh's own one, its unit normal and group, and the triangles of the result.
 */
export function creaseNormals({ positions, indices }: TriMesh, groups: ArrayLike<number>, angle = 40) {
  const { normals: faces, areas } = faceNormals({ positions, indices });
  const around = trianglesOf(indices, positions.length / 3);
  const least = Math.cos((angle * Math.PI) / 180);
  const known = new Map<string, number>();
  const vertices: number[] = [];
  const normals: number[] = [];
  const group: number[] = [];
  const triangles = new Uint32Array(indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    const [t, v] = [Math.floor(corner / 3), indices[corner]];
    const sum = [0, 0, 0];
    for (const other of around[v]) {
      if (lean(faces, t, other) < least) continue;
      for (let c = 0; c < 3; c++) sum[c] += areas[other] * faces[3 * other + c];
    }
    const size = Math.hypot(...sum);
    const normal = size > 0 ? sum.map((x) => x / size) : [0, 1, 0];
    const key = `${v} ${groups[t]} ${normal.map((x) => Math.round(500 * x))}`;
    let at = known.get(key);
    if (at === undefined) {
      at = vertices.length;
      known.set(key, at);
      vertices.push(v);
      normals.push(...normal);
      group.push(groups[t]);
    }
    triangles[corner] = at;
  }
  return { vertices, normals, group, triangles };
}

/** Cosine of the angle between two triangles. */
function lean(faces: Float32Array, a: number, b: number): number {
  return faces[3 * a] * faces[3 * b] + faces[3 * a + 1] * faces[3 * b + 1] + faces[3 * a + 2] * faces[3 * b + 2];
}

function trianglesOf(indices: Uint32Array, count: number): number[][] {
  const around: number[][] = Array.from({ length: count }, () => []);
  for (const [corner, v] of indices.entries()) around[v].push(Math.floor(corner / 3));
  return around;
}

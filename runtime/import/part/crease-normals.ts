import type { TriMesh } from "../../mesh/types.ts";

/**
 * Normals that are smooth over gentle edges and break at sharp ones: each corner's is the mean of the triangles around
 * its vertex that lean from its own by at most `angle` degrees, weighted by their areas.
 * @param groups [F]: corners of triangles of different groups are never one vertex.
 * @returns for each vertex of the result the mesh's own one, its unit normal and group, and the triangles of the result.
 */
export function creaseNormals({ positions, indices }: TriMesh, groups: ArrayLike<number>, angle = 40) {
  const faces = faceNormals({ positions, indices });
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
      for (let c = 0; c < 3; c++) sum[c] += faces[3 * other + c];
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

/** [F, 3] normals as long as twice their triangle's area. */
function faceNormals({ positions, indices }: TriMesh): Float64Array {
  const out = new Float64Array(indices.length);
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [indices[t], indices[t + 1], indices[t + 2]].map((v) => positions.subarray(3 * v, 3 * v + 3));
    for (let k = 0; k < 3; k++) {
      const [i, j] = [(k + 1) % 3, (k + 2) % 3];
      out[t + k] = (b[i] - a[i]) * (c[j] - a[j]) - (b[j] - a[j]) * (c[i] - a[i]);
    }
  }
  return out;
}

/** Cosine of the angle between two triangles. */
function lean(faces: Float64Array, a: number, b: number): number {
  const [x, y] = [faces.subarray(3 * a, 3 * a + 3), faces.subarray(3 * b, 3 * b + 3)];
  return (x[0] * y[0] + x[1] * y[1] + x[2] * y[2]) / (Math.hypot(...x) * Math.hypot(...y) || 1);
}

function trianglesOf(indices: Uint32Array, count: number): number[][] {
  const around: number[][] = Array.from({ length: count }, () => []);
  for (const [corner, v] of indices.entries()) around[v].push(Math.floor(corner / 3));
  return around;
}

import type { TriMesh } from "../bake/types.ts";
import { vertexNormals } from "../bake/vertex-normals.ts";
import type { RandomStream } from "../kernels/random.ts";

/** Points of a surface. */
export interface SurfaceSample {
  /** [n, 3]. */
  positions: Float32Array<ArrayBuffer>;
  /** [n, 3], smooth, about unit length. */
  normals: Float32Array<ArrayBuffer>;
}

/** Draws points evenly by area. */
export function sampleSurface(mesh: TriMesh, count: number, random: RandomStream): SurfaceSample {
  const { positions, indices } = mesh;
  const smooth = vertexNormals(mesh);
  const sums = new Float64Array(indices.length / 3);
  let total = 0;
  for (let t = 0; t < sums.length; t++) {
    const [a, b, c] = [0, 1, 2].map((k) => 3 * indices[3 * t + k]);
    const u = [0, 1, 2].map((k) => positions[b + k] - positions[a + k]);
    const v = [0, 1, 2].map((k) => positions[c + k] - positions[a + k]);
    total += Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
    sums[t] = total;
  }
  const out = { positions: new Float32Array(3 * count), normals: new Float32Array(3 * count) };
  for (let i = 0, t = 0; i < count; i++) {
    // One draw a stratum: the same points in order, without a search.
    const at = ((i + random.uniform(3 * i)) / count) * total;
    while (t < sums.length - 1 && sums[t] < at) t++;
    const root = Math.sqrt(random.uniform(3 * i + 1));
    const v = random.uniform(3 * i + 2) * root;
    const weights = [1 - root, root - v, v];
    for (let corner = 0; corner < 3; corner++) {
      const vertex = 3 * indices[3 * t + corner];
      for (let k = 0; k < 3; k++) {
        out.positions[3 * i + k] += weights[corner] * positions[vertex + k];
        out.normals[3 * i + k] += weights[corner] * smooth[vertex + k];
      }
    }
  }
  return out;
}

import type { RandomStream } from "../kernels/random.ts";
import { areaSampler } from "./area-sampler.ts";
import type { TriMesh } from "./types.ts";
import { vertexNormals } from "./vertex-normals.ts";

/** Points of a surface. */
export interface SurfaceSample {
  /** [n, 3]. */
  positions: Float32Array<ArrayBuffer>;
  /** [n, 3], smooth, about unit length. */
  normals: Float32Array<ArrayBuffer>;
}

/** Draws points evenly by area, one of each equal share of it. */
export function sampleSurface(mesh: TriMesh, count: number, random: RandomStream): SurfaceSample {
  const { positions, indices } = mesh;
  const smooth = vertexNormals(mesh);
  const pick = areaSampler(positions, indices);
  const out = { positions: new Float32Array(3 * count), normals: new Float32Array(3 * count) };
  for (let i = 0; i < count; i++) {
    const share = (i + random.uniform(3 * i)) / count;
    const { triangle, weights } = pick(share, random.uniform(3 * i + 1), random.uniform(3 * i + 2));
    for (let corner = 0; corner < 3; corner++) {
      const vertex = 3 * indices[3 * triangle + corner];
      for (let k = 0; k < 3; k++) {
        out.positions[3 * i + k] += weights[corner] * positions[vertex + k];
        out.normals[3 * i + k] += weights[corner] * smooth[vertex + k];
      }
    }
  }
  return out;
}

import type { Bvh } from "../build-bvh.ts";
import { hitDistance } from "../hit-distance.ts";

export interface OcclusionOptions {
  /** Rays a vertex. */
  rays: number;
  /** How far a ray looks, in head units; a head is 1.25 tall. */
  distance: number;
  /** Start of the rays above the surface, in head units: beyond the gap between two resolutions of one surface. */
  offset: number;
}

const OCCLUSION_DEFAULTS: OcclusionOptions = { rays: 32, distance: 0.5, offset: 0.006 };

/**
 * Ambient occlusion at points of a surface: 1 where the sky is open, 0 where it is shut. Cosine-weighted directions from
 * a golden-angle spiral, turned per point by a hash so that errors are grain and not bands, which the blur along the mesh
 * then takes away. A hit counts less the further off it is.
 */
export function bakeOcclusion(
  positions: Float32Array,
  normals: Float32Array,
  bvh: Bvh,
  options: Partial<OcclusionOptions> = {},
): Float32Array {
  const { rays, distance, offset } = { ...OCCLUSION_DEFAULTS, ...options };
  const out = new Float32Array(positions.length / 3);
  for (let p = 0; p < out.length; p++) {
    const nx = normals[3 * p];
    const ny = normals[3 * p + 1];
    const nz = normals[3 * p + 2];
    const ox = positions[3 * p] + nx * offset;
    const oy = positions[3 * p + 1] + ny * offset;
    const oz = positions[3 * p + 2] + nz * offset;
    // A frame around the normal (Duff et al. 2017).
    const sign = nz >= 0 ? 1 : -1;
    const a = -1 / (sign + nz);
    const b = nx * ny * a;
    const turn = ((Math.imul(p, 0x9e3779b1) >>> 8) / 0x1000000) * 2 * Math.PI;
    let shut = 0;
    for (let r = 0; r < rays; r++) {
      const radius = Math.sqrt((r + 0.5) / rays);
      const angle = turn + r * 2.399963;
      const x = radius * Math.cos(angle);
      const y = radius * Math.sin(angle);
      const z = Math.sqrt(1 - radius * radius);
      const dx = x * (1 + sign * nx * nx * a) + y * b + z * nx;
      const dy = x * sign * b + y * (sign + ny * ny * a) + z * ny;
      const dz = -x * sign * nx - y * ny + z * nz;
      const hit = hitDistance(bvh, ox, oy, oz, dx || 1e-12, dy || 1e-12, dz || 1e-12, distance);
      shut += 1 - hit / distance;
    }
    out[p] = 1 - shut / rays;
  }
  return out;
}

/** Averages a value with its neighbours' along triangle edges, `rounds` times. `weld` joins vertices split at seams. */
export function blurAlongEdges(
  values: Float32Array,
  indices: Uint32Array,
  weld: Uint32Array,
  rounds: number,
): Float32Array {
  let current = values.map((_, v) => values[weld[v]]);
  for (let round = 0; round < rounds; round++) {
    const sum = new Float64Array(values.length);
    const weight = new Float64Array(values.length);
    for (let i = 0; i < indices.length; i++) {
      const a = weld[indices[i]];
      const b = weld[indices[i % 3 === 2 ? i - 2 : i + 1]];
      sum[a] += current[b];
      sum[b] += current[a];
      weight[a]++;
      weight[b]++;
    }
    const before = current;
    current = before.map((_, v) => {
      const w = weld[v];
      return weight[w] > 0 ? 0.5 * before[w] + (0.5 * sum[w]) / weight[w] : before[w];
    });
  }
  return current;
}

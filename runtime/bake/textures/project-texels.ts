import type { Bvh } from "../../mesh/build-bvh.ts";
import { closestPoint } from "../../mesh/closest-point.ts";
import type { Texels } from "../../mesh/texels/rasterise-texels.ts";
import type { ColoredMesh, LaidOutMesh } from "../types.ts";

/** What lies under each texel, on the high-resolution surface and in the frame of the mesh that carries the texture. */
export interface ProjectedTexels {
  /** 3 floats a texel, head space: the point of the high-resolution surface, as the colour field knows it. */
  positions: Float32Array;
  /** 3 floats a texel: its smooth normal there in tangent space (x along the tangent, y along the bitangent, z out). */
  normals: Float32Array;
  /** Furthest any texel had to go, in head units. */
  furthest: number;
}

/** A foot of the perpendicular this close is as good as the nearest point; head units, 0.9 mm of an adult head. */
const NEAR = 0.005;

/**
 * Carries every texel from the low mesh to the nearest point of the high-resolution surface. `low` supplies level 0;
 * tangent space is MikkTSpace's: the interpolated, not renormalised vectors, bitangent = cross(n, t)·w.
 */
export function projectTexels(
  texels: Texels,
  low: LaidOutMesh,
  high: ColoredMesh,
  highNormals: Float32Array,
  bvh: Bvh,
): ProjectedTexels {
  const count = texels.at.length;
  const positions = new Float32Array(3 * count);
  const normals = new Float32Array(3 * count);
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  const indices = low.lods[0];
  const q = high.colorAt ?? high.positions;
  let furthest = 0;
  for (let i = 0; i < count; i++) {
    const t = 3 * texels.triangle[i];
    const a = indices[t];
    const b = indices[t + 1];
    const c = indices[t + 2];
    const u = texels.weights[2 * i];
    const v = texels.weights[2 * i + 1];
    const w = 1 - u - v;
    const p = low.positions;
    const x = w * p[3 * a] + u * p[3 * b] + v * p[3 * c];
    const y = w * p[3 * a + 1] + u * p[3 * b + 1] + v * p[3 * c + 1];
    const z = w * p[3 * a + 2] + u * p[3 * b + 2] + v * p[3 * c + 2];
    const n = low.normals;
    const nx = w * n[3 * a] + u * n[3 * b] + v * n[3 * c];
    const ny = w * n[3 * a + 1] + u * n[3 * b + 1] + v * n[3 * c + 1];
    const nz = w * n[3 * a + 2] + u * n[3 * b + 2] + v * n[3 * c + 2];
    closestPoint(bvh, x, y, z, nx, ny, nz, near, NEAR);
    if (near.slot < 0) {
      // Nothing faces this way, which a degenerate normal can bring about: the texel keeps the low mesh's own point.
      positions.set([x, y, z], 3 * i);
      normals[3 * i + 2] = 1;
      continue;
    }
    if (near.squared > furthest) furthest = near.squared;
    const h = 3 * bvh.order[near.slot];
    const ha = 3 * high.indices[h];
    const hb = 3 * high.indices[h + 1];
    const hc = 3 * high.indices[h + 2];
    const hu = near.u;
    const hv = near.v;
    const hw = 1 - hu - hv;
    positions[3 * i] = hw * q[ha] + hu * q[hb] + hv * q[hc];
    positions[3 * i + 1] = hw * q[ha + 1] + hu * q[hb + 1] + hv * q[hc + 1];
    positions[3 * i + 2] = hw * q[ha + 2] + hu * q[hb + 2] + hv * q[hc + 2];
    const sx = hw * highNormals[ha] + hu * highNormals[hb] + hv * highNormals[hc];
    const sy = hw * highNormals[ha + 1] + hu * highNormals[hb + 1] + hv * highNormals[hc + 1];
    const sz = hw * highNormals[ha + 2] + hu * highNormals[hb + 2] + hv * highNormals[hc + 2];
    const g = low.tangents;
    const tx = w * g[4 * a] + u * g[4 * b] + v * g[4 * c];
    const ty = w * g[4 * a + 1] + u * g[4 * b + 1] + v * g[4 * c + 1];
    const tz = w * g[4 * a + 2] + u * g[4 * b + 2] + v * g[4 * c + 2];
    const sign = g[4 * a + 3];
    const bx = (ny * tz - nz * ty) * sign;
    const by = (nz * tx - nx * tz) * sign;
    const bz = (nx * ty - ny * tx) * sign;
    // A shader computes x·t + y·b + z·n of these very vectors, so the frame is inverted, not transposed.
    const det = tx * (by * nz - bz * ny) + bx * (ny * tz - nz * ty) + nx * (ty * bz - tz * by);
    const dx = (sx * (by * nz - bz * ny) + bx * (ny * sz - nz * sy) + nx * (sy * bz - sz * by)) / det;
    const dy = (tx * (sy * nz - sz * ny) + sx * (ny * tz - nz * ty) + nx * (ty * sz - tz * sy)) / det;
    const dz = (tx * (by * sz - bz * sy) + bx * (sy * tz - sz * ty) + sx * (ty * bz - tz * by)) / det;
    const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    // A normal map's blue is never below the horizon: a fold seen from behind is flattened to it.
    if (length > 0 && dz > 0) {
      normals[3 * i] = dx / length;
      normals[3 * i + 1] = dy / length;
      normals[3 * i + 2] = dz / length;
    } else normals[3 * i + 2] = 1;
  }
  return { positions, normals, furthest: Math.sqrt(furthest) };
}

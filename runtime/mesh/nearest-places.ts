import { buildBvh } from "./build-bvh.ts";
import { closestPoint, type SurfacePoint } from "./closest-point.ts";
import type { TriMesh } from "./types.ts";

/** The places of a surface that are nearest to points. @param points F32 [N, 3]. @returns F32 [N, 3]. */
export function nearestPlaces(points: Float32Array, surface: TriMesh): Float32Array {
  const bvh = buildBvh(surface);
  const out = new Float32Array(points.length);
  const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };
  for (let i = 0; i < points.length; i += 3) {
    hit.slot = -1;
    closestPoint(bvh, points[i], points[i + 1], points[i + 2], 0, 0, 0, hit);
    const shares = [1 - hit.u - hit.v, hit.u, hit.v];
    for (let k = 0; k < 3; k++)
      for (let c = 0; c < 3; c++) out[i + c] += shares[k] * bvh.corners[9 * hit.slot + 3 * k + c];
  }
  return out;
}

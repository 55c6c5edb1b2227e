import type { LayerMesh } from "../../../head/layers/types.ts";
import { buildBvh } from "../../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../../mesh/closest-point.ts";
import { smoothstep } from "../../../mesh/smoothstep.ts";

/**
 * How near vertices of the skin's levels are to chosen ones of the finest: 1 at those and on their triangles, falling smoothly to 0
 * over `border` head units. A function of space, so that all levels agree.
 * @param chosen [V] by the first vertex at each place. @returns [V] of each level.
 */
export function nearSkin(levels: LayerMesh[], chosen: ArrayLike<number | boolean>, border: number): Float32Array[] {
  const { positions, triangles, weld } = levels[0];
  const corners: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const all = [triangles[t], triangles[t + 1], triangles[t + 2]];
    if (all.some((v) => chosen[weld[v]])) corners.push(...all);
  }
  if (corners.length === 0) return levels.map((level) => new Float32Array(level.positions.length / 3));
  const bvh = buildBvh({ positions, indices: Uint32Array.from(corners) });
  const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };
  return levels.map(({ positions: at }) =>
    new Float32Array(at.length / 3).map((_, v) => {
      closestPoint(bvh, at[3 * v], at[3 * v + 1], at[3 * v + 2], 0, 0, 0, hit);
      return 1 - smoothstep(0, border, Math.sqrt(hit.squared));
    }),
  );
}

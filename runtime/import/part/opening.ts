import { buildBvh } from "../../mesh/build-bvh.ts";
import { hitDistance } from "../../mesh/hit-distance.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { boxOf } from "./box-of.ts";

/** Directions about the upright axis that are looked into, and heights above the lowest point, shares of the whole. */
const AROUND = 48;
const HEIGHTS = [0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.35];
/** Share of directions that something must be seen in. */
const SEEN = 0.8;

/**
 * How wide a hat is inside, near its rim: of the heights there the one at which a head meets it first.
 * @param mesh upright. @returns mean radius and its height in the mesh's units; undefined where it is not open below or has no inside.
 */
export function openingOf(mesh: TriMesh): { radius: number; height: number; middle: [number, number] } | undefined {
  const { low, high } = boxOf(mesh.positions);
  const bvh = buildBvh(mesh);
  const far = Math.hypot(...high.map((x, c) => x - low[c]));
  const middle: [number, number] = [(low[0] + high[0]) / 2, (low[2] + high[2]) / 2];
  let found: { radius: number; height: number; middle: [number, number] } | undefined;
  for (const share of HEIGHTS) {
    const height = low[1] + share * (high[1] - low[1]);
    const points: [number, number][] = [];
    for (let i = 0; i < AROUND; i++) {
      // No ray runs along an edge between two triangles.
      const angle = (2 * Math.PI * (i + 0.37)) / AROUND;
      const [x, z] = [Math.sin(angle), Math.cos(angle)];
      const hit = hitDistance(bvh, middle[0], height, middle[1], x, 1e-9, z, far);
      if (hit < far) points.push([middle[0] + hit * x, middle[1] + hit * z]);
    }
    if (points.length < SEEN * AROUND) continue;
    const own = [0, 1].map((c) => points.reduce((sum, point) => sum + point[c], 0) / points.length);
    const radius = points.reduce((sum, [x, z]) => sum + Math.hypot(x - own[0], z - own[1]), 0) / points.length;
    if (!found || radius < found.radius) found = { radius, height, middle: own as [number, number] };
  }
  return found;
}

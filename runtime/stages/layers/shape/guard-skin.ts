import { type Bvh, buildBvh } from "../../../mesh/build-bvh.ts";
import { closestPoint, type SurfacePoint } from "../../../mesh/closest-point.ts";
import { type LayeredSubject, skinOf } from "../subject.ts";

/** Regions that keep still: what closes over something else, and what lies behind it. */
const STILL = ["lids", "lips", "mouth", "sockets"];

/**
 * How far each vertex of each of the skin's levels may move, in [0, 1]: 0 on lids, lips, what lies behind them and the neck's
 * seam, rising smoothly over `border` head units. A function of space, so that all levels agree.
 */
export function guardSkin(subject: LayeredSubject, border: number): Float32Array[] {
  const { levels } = skinOf(subject.head);
  const still = stillTriangles(subject);
  return levels.map(({ positions }, level) => {
    const mask = subject.masks?.[level];
    hit.slot = -1;
    return new Float32Array(positions.length / 3).map((_, v) => {
      const share = Math.min(1, distance(still, positions, 3 * v) / border);
      return share * share * (3 - 2 * share) * (mask ? mask[v] : 1);
    });
  });
}

/** Triangles of the finest level with a corner that keeps still; the coarser levels' vertices lie among its own. */
function stillTriangles({ head, regions, regionNames }: LayeredSubject): Bvh {
  const { positions, triangles, weld } = skinOf(head).levels[0];
  const kinds = STILL.map((name) => regionNames.indexOf(name));
  const isStill = Uint8Array.from(regions[0], (region) => Number(kinds.includes(region)));
  for (const v of openEdges(triangles, weld)) isStill[v] = 1;
  const corners: number[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    const all = [triangles[t], triangles[t + 1], triangles[t + 2]];
    if (all.some((v) => isStill[weld[v]])) corners.push(...all);
  }
  return buildBvh({ positions, indices: Uint32Array.from(corners) });
}

/** Vertices, by the first at their place, of edges that one triangle alone has. */
function openEdges(triangles: Uint32Array, weld: Uint32Array): Set<number> {
  const open = new Map<number, [number, number]>();
  for (let i = 0; i < triangles.length; i++) {
    const [a, b] = [weld[triangles[i]], weld[triangles[i % 3 === 2 ? i - 2 : i + 1]]];
    const key = Math.min(a, b) * weld.length + Math.max(a, b);
    if (!open.delete(key)) open.set(key, [a, b]);
  }
  return new Set([...open.values()].flat());
}

const hit: SurfacePoint = { slot: -1, u: 0, v: 0, squared: 0 };

function distance(still: Bvh, positions: Float32Array, at: number): number {
  closestPoint(still, positions[at], positions[at + 1], positions[at + 2], 0, 0, 0, hit);
  return Math.sqrt(hit.squared);
}

import { type LayeredSubject, skinOf } from "../subject.ts";
import { nearSkin } from "./near-skin.ts";

/** Regions that keep still: what closes over something else, and what lies behind it. */
const STILL = ["lids", "lips", "mouth", "sockets"];

/**
 * How far each vertex of each of the skin's levels may move, in [0, 1]: 0 on lids, lips, what lies behind them and the neck's
 * seam, rising smoothly over `border` head units.
 */
export function guardSkin({ head, regions, regionNames }: LayeredSubject, border: number): Float32Array[] {
  const { levels } = skinOf(head);
  const kinds = STILL.map((name) => regionNames.indexOf(name));
  const isStill = Uint8Array.from(regions[0], (region) => Number(kinds.includes(region)));
  for (const v of openEdges(levels[0].triangles, levels[0].weld)) isStill[v] = 1;
  return nearSkin(levels, isStill, border).map((near) => near.map((share) => 1 - share));
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

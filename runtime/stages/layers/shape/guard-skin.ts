import { openEdges } from "../../../mesh/open-edges.ts";
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
  const { triangles, weld } = levels[0];
  const welded = triangles.map((v) => weld[v]);
  for (const { a, b } of openEdges(welded, weld.length)) isStill[a] = isStill[b] = 1;
  return nearSkin(levels, isStill, border).map((near) => near.map((share) => 1 - share));
}

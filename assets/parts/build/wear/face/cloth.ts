import type { Draft } from "../../core/mesh.ts";
import type { Ground } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { mix, type Vec } from "../../core/vector.ts";
import { ringSurface } from "../headwear/surface.ts";

export interface Patch {
  /** Middle, x and y. */
  middle: [number, number];
  /** Its edge at an angle, counter-clockwise seen from the front. */
  edge: (angle: number) => [number, number];
  columns: number;
  rows: number;
  thick: number;
  /** Over the skin at its edge, and everywhere else at least. */
  off: number;
  /** How far its middle stands out before the plane of its edge. */
  bulge: number;
  /** How far before the head it lies at x and y where nothing beneath pushes it further: z. A dome over its edge where left out. */
  surface?: (x: number, y: number) => number;
  /** Moves a point outwards: folds. */
  fold?: (x: number, y: number) => number;
  slots?: number;
}

/** A piece of cloth or leather over a part of the face, drawn tight between its edges and what stands out beneath. */
export function clothPatch(skin: Ground, { middle, edge, columns, rows, thick, off, bulge, surface, fold = () => 0, slots = 1 }: Patch): Draft {
  const rim = (angle: number) => beforeFace(skin, ...edge(angle), off);
  const rims = Array.from({ length: 24 }, (_, i) => rim((Math.PI * i) / 12));
  const plane: Vec = [...middle, rims.reduce((sum, [, , z]) => sum + z / 24, 0) + bulge];
  const at = (share: number, side: number) => (angle: number): Vec => {
    const own = rim(angle);
    const [x, y, low] = mix(plane, own, share);
    const free = surface ? surface(x, y) + (own[2] - surface(x, y)) * share ** 5 : low + bulge * (share - share * share);
    const z = share === 1 ? own[2] : Math.max(free, beforeFace(skin, x, y, off)[2]);
    return [x, y, z + fold(x, y) * (1 - share ** 4) + side * thick];
  };
  const shares = Array.from({ length: rows + 1 }, (_, i) => (i / rows) ** 0.8);
  return ringSurface(
    [...shares.map((share) => ({ at: at(share, 1) })), ...[1, ...shares.slice(0, -1).reverse().filter((_, i) => i % 2 === 1 || i === rows - 1)].map((share) => ({ at: at(share, 0) }))],
    { columns, slots },
  );
}

import type { OwnSurface } from "../../head/own-surfaces.ts";
import { nearestRegion } from "../../head/template-regions.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import { smoothstep } from "../../mesh/smoothstep.ts";
import type { Appearance } from "../color/appearance.ts";
import { dressedRegion } from "../color/surface-material.ts";
import type { Tools } from "../engine.ts";
import type { EditRecipe } from "../recipe.ts";
import { ownRegions } from "./own-colors.ts";

/** The region "hair" is all hair on a head; a beard is of the regions it covers. */
const HAIRY = ["hair"] as const;

/** How far from an eyeball's centre the lids lie, in radii. */
const LIDS = 1.3;

/**
 * How much each vertex may change under an edit of some regions: 1 in them, smoothly to 0 at `border`
 * units from the nearest vertex of theirs.
 * @param appearance says what hair the head has. @param head positions [V, 3] of one that grew out of `shape`,
 * before any edit; own surfaces of an imported one: its hair is where they say, whatever the appearance says.
 * @param edit regions by name; none: the whole head.
 * @returns [V] in [0, 1]. @throws RangeError naming a region the template has not, or one no vertex lies in.
 */
export function regionMask(
  engine: Tools,
  appearance: Appearance,
  { shape, positions, own }: { shape: HeadShape; positions: Float32Array; own?: readonly OwnSurface[] },
  { regions, border }: Pick<EditRecipe, "regions" | "border">,
): Float32Array {
  const count = positions.length / 3;
  if (regions.length === 0) return new Float32Array(count).fill(1);
  const wanted = new Set(regions.map((name) => regionIndex(engine.template.regionNames, name)));
  const found: ArrayLike<number> = own
    ? ownRegions(engine, nearestRegion(engine.template, shape, positions), own)
    : dressedRegion(engine, { ...appearance, hairy: HAIRY }, shape, positions);
  const inside = Uint8Array.from(found, (region) => (wanted.has(region) ? 1 : 0));
  if (!inside.includes(1)) throw new RangeError(`region "${regions.join(",")}" holds no part of this head`);
  const distance = nearDistance(positions, inside, border);
  return Float32Array.from({ length: count }, (_, v) => (inside[v] ? 1 : 1 - smoothstep(0, border, distance(v))));
}

/** Whether a mask of `positions` lets any of the eyes of their head change. */
export function reachesEyes({ eyes }: HeadShape, positions: Float32Array, mask: Float32Array): boolean {
  const isEye = (vertex: number) =>
    [eyes.right, eyes.left].some(({ center, radius }) => {
      const distance = Math.hypot(...center.map((value, c) => positions[3 * vertex + c] - value));
      return distance < LIDS * radius;
    });
  return mask.some((weight, vertex) => weight > 0 && isEye(vertex));
}

function regionIndex(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index < 0) throw new RangeError(`region "${name}" does not exist; use ${names.join(", ")}`);
  return index;
}

/** Distance of a vertex to the nearest marked one, exact up to `reach` and infinite beyond, by cells of that size. */
function nearDistance(positions: Float32Array, marked: Uint8Array, reach: number): (vertex: number) => number {
  const cells = new Map<string, number[]>();
  const cellOf = (vertex: number) => [0, 1, 2].map((c) => Math.floor(positions[vertex * 3 + c] / reach));
  marked.forEach((mark, vertex) => {
    if (!mark) return;
    const key = cellOf(vertex).join();
    const cell = cells.get(key);
    if (cell) cell.push(vertex);
    else cells.set(key, [vertex]);
  });
  const steps = [-1, 0, 1];
  const around = steps.flatMap((x) => steps.flatMap((y) => steps.map((z) => [x, y, z])));
  return (vertex) => {
    const [x, y, z] = cellOf(vertex);
    let best = Infinity;
    for (const [dx, dy, dz] of around) {
      for (const other of cells.get(`${x + dx},${y + dy},${z + dz}`) ?? []) {
        const d = [0, 1, 2].map((c) => positions[vertex * 3 + c] - positions[other * 3 + c]);
        best = Math.min(best, Math.hypot(...d));
      }
    }
    return best;
  };
}

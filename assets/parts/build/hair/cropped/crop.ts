import { addCard, type Cell, patch } from "../../core/cards.ts";
import { growLayer } from "../../core/grow.ts";
import { along, growGuide } from "../../core/guides.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { type Draws, draws } from "../../core/random.ts";
import { type Density, spreadRoots } from "../../core/roots.ts";
import { closeScalp } from "../scalp-sheet.ts";
import { growShorn } from "../shorn.ts";
import type { AverageHead, Ground } from "../../core/skin.ts";
import { add, length, mix, step, sub, unit, type Vec } from "../../core/vector.ts";

/** One layer of short cards. */
export interface CropLayer {
  cell: Cell;
  /** Over the hairline, from where to where it thickens and, at the hairline's own, ends again. */
  from: [number, number];
  to?: [number, number];
  spacing: number;
  lift: number;
  length: number;
  width: number;
  /** How steeply it leaves the scalp. */
  rise: number;
  /** Whether on top or at the sides alone. */
  only?: "top" | "sides";
}

/** A style of hair that is short enough to keep its own direction. */
export interface Crop {
  name: string;
  /** Height over the edge of the hair, units; negative is bare. */
  over: (point: Vec) => number;
  /** Which way it is combed; need not be of unit length. */
  comb: (point: Vec) => Vec;
  /** Factor of length and lift at a place: 1 on top, less at short sides. */
  length: (point: Vec) => number;
  /** How far its locks stray from the comb: by neighbourhood, and each by itself. */
  sway: [number, number];
  /** Distance of the locks that cards run together to, and how strongly, 0 to 1. */
  locks?: [number, number];
  layers: CropLayer[];
  /** Closes the edge with hair of some millimetres as far inside as this. */
  edge?: number;
  /** Where hair turns about a crown: short locks close what the others leave. */
  whorl?: Vec;
  /** Closes the scalp beneath from this height over the hairline on. */
  closed?: number;
}

/** How far the closed scalp reaches under the shorn edge's innermost tiles, in a border that is not straight, units. */
const OVERLAP = 0.045;

/** Hair of some millimetres that reaches further inside than this is seen by itself: it lies over the closed scalp. */
const SHALLOW = 0.3;

/** Short hair: layers of cards along a comb that run together to locks, longer on top than at the sides. */
export function crop({ skull }: AverageHead, style: Crop): Draft {
  const out = draft();
  const rng = draws(style.name);
  const { closed, locks: [apart, pull] = [0.13, 0] } = style;
  const { edge: shorn = 0 } = style;
  const overlap = shorn > 0 && shorn < SHALLOW ? OVERLAP : 0;
  if (closed !== undefined) closeScalp(out, skull, (p) => step(closed, closed + 0.01, style.over(p) + overlap * (1 + 0.6 * swell(p, 0.09))));
  if (shorn > 0) growShorn(out, skull, rng, { over: style.over, comb: style.comb, ...(shorn > SHALLOW ? { lifts: [0.009, 0.014], spacing: 0.07 } : { lifts: [0.004] }), where: (p) => Number(style.over(p) < shorn) });
  if (style.whorl) closeWhorl(out, skull, rng, { at: style.whorl });
  // Full length is on top, what is shorter at the sides.
  const least = style.length([0.5, 0, 0]);
  const onTop = (p: Vec) => step(0.3, 0.6, (style.length(p) - least) / Math.max(1e-3, 1 - least));
  const tufts = spreadRoots(skull, (p) => step(-0.04, -0.02, style.over(p)), apart, draws(`locks of ${style.name}`)).map(({ point, normal }) => ({
    point,
    tip: add(point, along(style.comb(point), normal), apart),
    long: 0.85 + 0.3 * rng.uniform(),
  }));
  const tuftOf = (p: Vec) => tufts.reduce((best, tuft) => (length(sub(tuft.point, p)) < length(sub(best.point, p)) ? tuft : best));
  for (const { cell, from, to, spacing, lift, length: size, width, rise, only } of style.layers) {
    const over = (point: Vec) => style.over(point) + 0.012 * swell(point, 0.16);
    const density: Density = (point) => step(...from, over(point)) * (to ? step(...to, over(point)) : 1) * (only === "top" ? onTop(point) : only === "sides" ? 1 - onTop(point) : 1);
    for (const root of spreadRoots(skull, density, spacing, rng)) {
      const edge = step(0, 0.18, over(root.point));
      const tuft = tuftOf(root.point);
      const long = style.length(root.point);
      const [wide, own] = style.sway;
      const stray: Vec = [
        wide * swell(root.point, 0.3) + rng.uniform(-own, own),
        0.5 * wide * swell(root.point, 0.26, 1) + 0.5 * rng.uniform(-own, own),
        wide * swell(root.point, 0.28, 2) + rng.uniform(-own, own),
      ];
      const high = lift * (0.4 + 0.6 * edge) * long * rng.uniform(0.7, 1.3);
      const wanted = Math.max(0.04, size * long * tuft.long * (0.5 + 0.5 * edge) * rng.uniform(0.7, 1.25));
      const reach = wanted + beforeEar(root.point) * Math.min(0, Math.max(0.05, root.point[1] + EAR) - wanted);
      const guide = growGuide(skull, root, {
        length: reach,
        segments: Math.max(rise > 0.55 && size > 0.2 ? 4 : 3, Math.round(9 * reach)),
        cling: 0.7,
        flow: (point, normal, t) => {
          const way = add(unit(style.comb(point)), stray);
          const drawn = pull > 0 ? add(way, unit(sub(tuft.tip, root.point)), pull * (1.2 - t)) : way;
          return unit(add(along(drawn, normal), normal, rise * Math.min(1, long) * (1 - 2.2 * t)));
        },
        lift: (t) => 0.007 + high * Math.sin(Math.PI * Math.min(1, 0.15 + 0.8 * t)),
      });
      const full = width * (0.55 + 0.45 * Math.min(1, long)) * rng.uniform(0.8, 1.2);
      const tilt = rng.uniform(-0.3, 0.3);
      // Along the hairline roots are narrow: broad ones would make steps of it.
      const border = step(0.08, 0.02, over(root.point));
      addCard(out, guide, {
        patch: patch(cell, Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: (t) => full * (0.75 + 0.4 * t) * (1 - 0.5 * border * (1 - step(0, 0.3, t))),
        twist: () => tilt,
        blend: 0.92,
        straight: 0.007,
      });
    }
  }
  return out;
}

/** Short hair is cut where the ear's upper half is: before it, nothing hangs lower than this below the eyes' height. */
const EAR = 0.05;
const beforeEar = ([x, , z]: Vec): number => step(-0.14, -0.04, z) * step(0.26, 0.36, Math.abs(x));

/** Locks from around the crown over it. */
export function closeWhorl(out: Draft, skull: Ground, rng: Draws, { cell = "dense", lift = 0.011, at = CROWN }: { cell?: Cell; lift?: number; at?: Vec } = {}): void {
  growLayer(out, skull, rng, {
    cell,
    density: () => 1,
    roots: Array.from({ length: 7 }, (_, i) => skull.foot(add(at, [Math.sin(2.4 * i), 0, Math.cos(2.4 * i)], 0.08))),
    spacing: 0,
    guide: (root) => ({
      length: 0.17,
      segments: 3,
      cling: 0.9,
      flow: (_p, normal) => along(add(sub(at, root.point), [rng.uniform(-0.03, 0.03), 0, rng.uniform(-0.03, 0.03)]), normal),
      lift: () => lift,
    }),
    card: () => ({ width: () => 0.11, blend: 0.95 }),
  });
}

/** Back on top, back and down at the sides, down at the nape. */
export function combBack([x, y, z]: Vec): Vec {
  const top = step(0.15, 0.5, y);
  const back = step(-0.25, -0.5, z);
  const down = (1 - top) * 0.55 + back * 1.4;
  return [x * 0.4, -down + 0.1 * top, -1 + back * 0.8];
}

/** Where hair that is combed down parts in all directions. */
export const CROWN: Vec = [0, 0.62, -0.22];

/** Down from the crown on all sides, forward over the forehead. */
export function combDown([x, y, z]: Vec): Vec {
  const side = step(0.45, 0.15, y);
  return mix([x * 0.8, -0.15, z + 0.22], [x * 0.5, -1, 0.25 * step(-0.5, 0, z)], side);
}

/** Short at the sides and the nape, full length on top. */
export const shortSides =
  (least: number) =>
  ([x, y]: Vec): number =>
    least + (1 - least) * step(0.12, 0.42, y - 0.25 * Math.max(0, Math.abs(x) - 0.28));

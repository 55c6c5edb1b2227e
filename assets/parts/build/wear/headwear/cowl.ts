import { type Draft, draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { standOff } from "../../core/stand-off.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, sampled, step, table, type Vec } from "../../core/vector.ts";
import { type Ring, ringSurface } from "./surface.ts";

export interface Cowl {
  /** Half the face's opening, radians about the head's axis, at heights from the crown down. */
  open: [number, number][];
  /** Over the skull at heights. */
  off: [number, number][];
  /** Least distance from the axis at heights: how cloth falls to the shoulders. */
  fall: [number, number][];
  /** Lowest height. */
  to: number;
  thick: number;
  /** How far its edge stands forward of the cloth beside it. */
  edge?: number;
  /** Moves a point out from the axis: folds. */
  fold?: (angle: number, y: number) => number;
  rows: number;
  columns: number;
  slots?: number;
  slotAt?: (y: number) => number;
}

const AXIS = -0.1;
/** Height of the middle that rows above it fan out from, and the share of rows that do. */
const CROWN = 0.14;
const FAN = 0.38;
/** Elevation above which cloth lies on the skull, radians. */
const LEAVES = 0.6;
/** How far ends overlap, radians each. */
const LAID = 0.16;

/** Cloth that covers head and neck and leaves the face open: rows from the crown down, each from one edge of the opening around the back to the other. */
export function cowl({ skull }: AverageHead, options: Cowl): Draft {
  const { open, off, fall, to, thick, edge = 0, fold = () => 0, rows, columns, slots = 1, slotAt = () => 0 } = options;
  const place = (row: number, angle: number): { at: Vec; way: Vec } => {
    const rise = (Math.PI / 2) * Math.max(0, 1 - row / FAN);
    const down = CROWN + (to - CROWN) * Math.max(0, (row - FAN) / (1 - FAN));
    const way: Vec = [Math.sin(angle) * Math.cos(rise), Math.sin(rise), Math.cos(angle) * Math.cos(rise)];
    const from: Vec = [0, down, AXIS];
    const touch = standOff(skull, from, way, table(off, down));
    const own = Math.hypot(touch[0], touch[1] - down, touch[2] - AXIS);
    // Cloth that hangs away from the head leaves it over the crown, without a shelf.
    const least = table(fall, down) * (1 + 0.1 * Math.cos(angle) ** 2) * step(LEAVES, 0, rise);
    return { at: add(from, way, Math.max(own, least) + fold(angle, down + 0.6 * Math.sin(rise))), way };
  };
  const heightAt = (row: number) => (row <= FAN ? CROWN + 0.62 * Math.cos((Math.PI / 2) * (row / FAN)) : CROWN + ((to - CROWN) * (row - FAN)) / (1 - FAN));
  /** @param depth of the inside and the outside: equal at the hem, which they close. */
  const ring = (row: number, depth: [number, number]): Ring => {
    const opening = table(open, heightAt(row));
    // Below the chin one end is laid over the other.
    const laid = heightAt(row) < 0 ? step(0.24, 0, opening) : 0;
    const half = opening - LAID * laid;
    return {
      slot: slotAt(heightAt(row)),
      at: (turn) => {
        // Once around outside, and back inside.
        const share = turn / (2 * Math.PI);
        const along = Math.round(1e6 * (share < 0.5 ? share * 2 : 2 - share * 2)) / 1e6;
        const { at, way } = place(row, half + (2 * Math.PI - 2 * half) * along);
        const [x, y, z] = add(at, way, 1.3 * thick * laid * step(0.75, 0.95, along) - thick * depth[share < 0.5 ? 0 : 1]);
        const near = edge * Math.max(0, 1 - Math.min(along, 1 - along) / 0.12) * step(0.01, 0.25, half);
        return [x, y, z + near];
      },
    };
  };
  const pole = place(0, 0).at;
  const list = spreadRows((row) => table(open, heightAt(row)), rows).map((row) => ring(row, [0, 1]));
  return ringSurface([{ at: () => pole, slot: slotAt(1) }, ...list, ring(1, [0.5, 0.5])], { columns, slots });
}

/** What all that the opening's edge moves is worth of all rows. */
const STEEP = 0.75;
const FINE = 400;

/** Rows from 0 (left out) to 1, closer where the opening's edge runs along them, and one where it closes: it would end in steps. */
function spreadRows(opening: (row: number) => number, count: number): number[] {
  const moves = Array.from({ length: FINE }, (_, i) => Math.abs(opening((i + 1) / FINE) - opening(i / FINE)));
  const all = moves.reduce((sum, move) => sum + move, 0);
  const sums = [0];
  for (const move of moves) sums.push(sums[sums.length - 1] + 1 / FINE + (STEEP * move) / all);
  const rows = Array.from({ length: count }, (_, k) => sums.findIndex((sum) => sum >= ((k + 1) / count) * sums[FINE] - 1e-9) / FINE);
  const first = rows.findIndex((row) => opening(row) > 0);
  let [closed, open] = [rows[first - 1], rows[first]];
  for (let i = 0; i < 24; i++) {
    const half = (closed + open) / 2;
    if (opening(half) > 0) open = half;
    else closed = half;
  }
  rows[first - 1] = closed;
  return rows;
}

/** Half the opening at heights up to where it closes in a round arch. */
const arch = (from: number, top: number, half: number): [number, number][] =>
  [0, 0.3, 0.55, 0.75, 0.9, 0.97, 1].map((t) => [from + (top - from) * t, half * Math.sqrt(1 - t * t)]);

const deg = Math.PI / 180;

/** A hood of heavy cloth that stands off the head, with its mantle on the shoulders. */
export function hood(head: AverageHead, level: number): Draft {
  return cowl(head, {
    open: [
      [-0.86, 12 * deg],
      [-0.7, 26 * deg],
      [-0.5, 50 * deg],
      [-0.2, 60 * deg],
      ...arch(0.1, 0.6, 60 * deg),
    ],
    off: [
      [-0.8, 0.05],
      [-0.3, 0.09],
      [0.2, 0.11],
    ],
    fall: [
      [-0.92, 0.78],
      [-0.8, 0.62],
      [-0.62, 0.5],
      [-0.4, 0.5],
      [0, 0.52],
    ],
    to: -0.92,
    thick: 0.03,
    edge: 0.1,
    fold: (angle, y) => 0.012 * Math.sin(5 * angle + 3 * y) * step(0.3, -0.4, y),
    rows: level === 0 ? 19 : 11,
    columns: level === 0 ? 38 : 22,
  });
}

/** A scarf drawn close around face, chin and neck. */
export function headscarf(head: AverageHead, level: number): Draft {
  return cowl(head, {
    open: [
      [-0.62, 0],
      [-0.585, 16 * deg],
      [-0.52, 30 * deg],
      [-0.36, 42 * deg],
      [-0.15, 46 * deg],
      ...arch(0, 0.4, 46 * deg),
    ],
    off: [
      [-0.7, 0.03],
      [-0.3, 0.045],
      [0.2, 0.05],
    ],
    fall: [
      [-0.9, 0.54],
      [-0.75, 0.44],
      [-0.6, 0.43],
      [-0.3, 0.5],
      [-0.15, 0.53],
      [0.1, 0.54],
      [0.2, 0.52],
    ],
    to: -0.88,
    thick: 0.018,
    edge: 0.012,
    fold: (angle, y) => 0.014 * Math.sin(11 * y + 2.5 * Math.cos(angle)) * step(-0.3, -0.55, y) + 0.006 * Math.sin(9 * angle + 5 * y),
    rows: level === 0 ? 22 : 12,
    columns: level === 0 ? 38 : 22,
  });
}

/** Chequered cloth that hangs to the shoulders, held by a black cord. */
export function keffiyeh(head: AverageHead, level: number): Draft {
  const cloth = cowl(head, {
    open: [
      [-0.9, 64 * deg],
      [-0.5, 62 * deg],
      [-0.1, 59 * deg],
      ...arch(0, 0.38, 58 * deg),
    ],
    off: [
      [-0.7, 0.04],
      [0, 0.06],
      [0.2, 0.055],
    ],
    fall: [
      [-0.92, 0.66],
      [-0.6, 0.57],
      [-0.2, 0.57],
      [0.1, 0.55],
    ],
    to: -0.92,
    thick: 0.018,
    edge: 0.02,
    fold: (angle, y) => 0.03 * Math.sin(8 * angle) * step(0.1, -0.6, y),
    rows: level === 0 ? 20 : 11,
    columns: level === 0 ? 38 : 22,
    slots: 2,
  });
  const cords = [0.38, 0.425].map((y) => {
    const out: Draft = draft();
    const line = sampled(level === 0 ? 32 : 16, (t) => {
      const angle = 2 * Math.PI * t;
      const high = y + 0.05 * Math.cos(angle);
      return standOff(head.skull, [0, high, AXIS], [Math.sin(angle), 0.25, Math.cos(angle)], 0.072);
    });
    sweep(out, line, { outline: ellipse(level === 0 ? 7 : 5), radius: () => 0.022, up: [0, 1, 0], patch: { u: [0.55, 0.95], v: [0, 1] }, closed: true });
    return out;
  });
  return merge(cloth, ...cords);
}

/** A pharaoh's: striped cloth drawn close over the brow, wide behind the ears, its lappets before the shoulders, a band over the brow. */
export function nemes(head: AverageHead, level: number): Draft {
  const cloth = cowl(head, {
    open: [
      [-0.92, 26 * deg],
      [-0.7, 34 * deg],
      [-0.52, 62 * deg],
      [-0.3, 92 * deg],
      [-0.1, 98 * deg],
      [0.08, 88 * deg],
      ...arch(0.16, 0.36, 70 * deg),
    ],
    off: [
      [-0.7, 0.04],
      [0.2, 0.06],
    ],
    fall: [
      [-0.92, 0.52],
      [-0.6, 0.6],
      [-0.3, 0.66],
      [0, 0.63],
      [0.2, 0.54],
    ],
    to: -0.92,
    thick: 0.02,
    edge: 0.015,
    rows: level === 0 ? 22 : 12,
    columns: level === 0 ? 28 : 18,
    slots: 2,
  });
  const band: Draft = draft();
  const line = sampled(level === 0 ? 18 : 10, (t) => {
    const angle = (t - 0.5) * 2 * BAND;
    const high = 0.385 - 0.16 * (1 - Math.cos(angle));
    return standOff(head.skull, [0, high, AXIS], [Math.sin(angle), 0.1, Math.cos(angle)], 0.066);
  });
  sweep(band, line, { outline: ellipse(8, 2.6), radius: () => 0.014, up: [0, 1, 0], patch: { u: [0.55, 0.95], v: [0, 1] } });
  return merge(cloth, band);
}

/** How far around the brow the band of a nemes reaches, radians. */
const BAND = 1.15;

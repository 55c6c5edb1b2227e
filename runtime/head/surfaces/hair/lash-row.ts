import { type Cell, drawHair, type HairCanvas } from "./draw-hairs.ts";
import type { Random } from "./vary.ts";

/** One lid's lashes: the rows that they take of the cell, and their roots and tips in v of the strips of assets/template/anatomy. */
export interface LashRow {
  rows: [number, number];
  root: number;
  tip: number;
}
/** A gap between both: mips would root the lower lid's in the tips of the upper lid's. */
export const LASHES: Record<"upper" | "lower", LashRow> = {
  upper: { rows: [0, 0.46], root: 0.56, tip: 0.02 },
  lower: { rows: [0.54, 1], root: 0.98, tip: 0.6 },
};

/** Lashes of one lid, rooted above, fanned, leaning together in twos and threes. */
export function lashRow(
  canvas: HairCanvas,
  cell: Cell,
  random: Random,
  { count, longest, thick }: { count: number; longest: number; thick: number },
): void {
  for (let i = 0; i < count; i++) {
    const start = (i + 0.5 + 0.5 * (random() - 0.5)) / count;
    const group = (Math.floor(i / 3) * 3 + 1.5) / count;
    const fan = (start - 0.5) * 0.05;
    const to = longest * (0.62 + 0.38 * random());
    const x = (t: number) => Math.min(0.995, Math.max(0.005, start + 0.55 * (group - start) * t + fan * t * t));
    drawHair(canvas, cell, { x, from: 0, to, root: thick, tip: 0.8, tone: 0.8 + 0.2 * random() });
  }
}

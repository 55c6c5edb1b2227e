import { noise3 } from "../noise.ts";
import { type Cell, drawHair, type HairCanvas } from "./draw-hairs.ts";
import { type Random, tones, wander } from "./vary.ts";

/** How curls of a clump wind: bundles side by side, hairs of each, radius as a share of the width, turns over the height, how far bundles wander. */
interface Clump {
  bundles: number;
  hairs: number;
  radius: number;
  turns: number;
  stray: number;
  /** How much darker what turns away is than what turns towards, as a share. */
  depth: number;
  thick: number;
  /** Whether nothing is seen through its middle. */
  closed: boolean;
}
const LOOSE: Clump = {
  bundles: 4,
  hairs: 13,
  radius: 0.2,
  turns: 3,
  stray: 0.12,
  depth: 0.34,
  thick: 1.5,
  closed: true,
};
const FRIZZ: Clump = {
  bundles: 26,
  hairs: 3,
  radius: 0.06,
  turns: 6,
  stray: 0.5,
  depth: 0.36,
  thick: 1.1,
  closed: true,
};
/** Single coils that the skin or the air is seen between: hairlines and outlines of frizz. */
const OPEN_FRIZZ: Clump = { ...FRIZZ, bundles: 13, hairs: 2, radius: 0.075, stray: 0.5, closed: false };
/** What the columns show. */
export const CURLS = [LOOSE, LOOSE, FRIZZ, OPEN_FRIZZ];
/** Middle and half axes of what of a clump nothing is seen through, shares of the cell. */
const CORE = { x: 0.5, y: 0.46, wide: 0.3, high: 0.36 };

/** Curls that hang together, closed in their middle, single ones around: what turns away is darker than what turns towards. */
export function curlClump(canvas: HairCanvas, cell: Cell, random: Random, clump: Clump): void {
  const { bundles, hairs, radius, turns, stray, depth, thick, closed } = clump;
  const inner = cell.width - 2 * cell.gutter;
  const inCore = (x: number, y: number) => ((x - CORE.x) / CORE.wide) ** 2 + ((y - CORE.y) / CORE.high) ** 2 < 1;
  for (let row = 0; closed && row < cell.height; row++)
    for (let i = 0; i < inner; i++) {
      if (!inCore((i + 0.5) / inner, (row + 0.5) / cell.height)) continue;
      const at = (cell.top + row) * canvas.width + cell.left + cell.gutter + i;
      canvas.grey[at] = 0.44 + 0.14 * noise3(0.09 * i, 0.09 * row, 5);
      canvas.cover[at] = 1;
    }
  for (let k = 0; k < bundles; k++) {
    const across = (k * 0.618034) % 1;
    const from = 0.2 * random();
    const to = 0.72 + 0.27 * random();
    const own = wander(0, stray, random, 2.2);
    const phase = random();
    const pace = turns * (0.55 + 0.9 * random());
    const size = radius * (0.6 + 0.8 * random());
    const shade = 0.84 + 0.18 * random();
    for (let i = 0; i < hairs; i++) {
      const lag = phase + 0.2 * (random() - 0.5);
      const wide = size * (0.8 + 0.4 * random());
      const uneven = wander(0, 0.5, random, 3);
      const angle = (t: number) => 2 * Math.PI * (pace * t + lag + uneven(t));
      drawHair(canvas, cell, {
        x: (t) => {
          const down = from + t * (to - from);
          const full = Math.sin(Math.PI * Math.min(1, 0.16 + 0.78 * down)) ** 0.7;
          const middle = 0.5 + (across - 0.5) * 0.66 * full + own(t) * full;
          return 0.5 + 0.47 * Math.tanh((middle + wide * Math.sin(angle(t)) - 0.5) / 0.47);
        },
        from,
        to,
        root: thick,
        tip: 0.7 * thick,
        tone: shade * tones(random),
        even: true,
        turn: (t) => {
          const near = Math.cos(angle(t));
          return { lit: 1.02 - depth + depth * near, lean: 0.5 * Math.sin(angle(t)) };
        },
      });
    }
  }
}

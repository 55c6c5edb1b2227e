import { smoothstep } from "../../../mesh/smoothstep.ts";
import { noise3 } from "../noise.ts";

/** A picture of hairs while it is drawn: grey 0..1, cover 0..1, slope across [-1, 1], a value a pixel. */
export interface HairCanvas {
  width: number;
  height: number;
  grey: Float32Array;
  cover: Float32Array;
  slope: Float32Array;
}

export function blankHairs(width: number, height: number): HairCanvas {
  const count = width * height;
  return {
    width,
    height,
    grey: new Float32Array(count),
    cover: new Float32Array(count),
    slope: new Float32Array(count),
  };
}

/** A rectangle of the picture in pixels. */
export interface Cell {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Pixels at both sides that stay empty. */
  gutter: number;
}

/** One hair, its root above: `x` 0..1 across the cell at every height t, 0 at the root and 1 at the tip. */
export interface Hair {
  x: (t: number) => number;
  /** Where it starts and ends, 0..1 down the cell. */
  from: number;
  to: number;
  /** Half its width in pixels at the root and the tip. */
  root: number;
  tip: number;
  /** 0..1. */
  tone: number;
  /** Whether it is as light at the upper edge of its cell as below. */
  even?: boolean;
  /** What a hair that turns in space adds at every height: how far it is lit, 0 leaves it out there, and its lean across, [-1, 1]. */
  turn?: (t: number) => { lit: number; lean: number };
}

/** Roots lie in the shade of all hair above them, and are the youngest. */
const ROOT = 0.66;

/**
 * Draws a hair over what is there, as rows of a round strand: lit in its middle, dark at its sides and its root. Half widths
 * are meant for a picture of 1024² and never fall below what a mask at 0.5 keeps.
 */
export function drawHair(canvas: HairCanvas, cell: Cell, hair: Hair): void {
  const scale = canvas.width / 1024;
  const inner = cell.width - 2 * cell.gutter;
  const first = Math.floor(hair.from * cell.height);
  const last = Math.min(cell.height, Math.ceil(hair.to * cell.height));
  for (let row = first; row < last; row++) {
    const t = Math.min(1, Math.max(0, ((row + 0.5) / cell.height - hair.from) / (hair.to - hair.from)));
    const x = hair.x(t) * inner;
    const { lit, lean: own } = hair.turn?.(t) ?? { lit: 1, lean: 0 };
    if (lit === 0) continue;
    // Rows cross a slanted hair in longer stretches.
    const lean =
      Math.abs(hair.x(Math.min(1, t + 0.01)) - hair.x(t)) * 100 * (inner / ((hair.to - hair.from) * cell.height));
    const taper = hair.root + (hair.tip - hair.root) * t;
    const radius = Math.max(0.5, taper * scale) * Math.sqrt(1 + Math.min(9, lean * lean));
    const left = Math.max(0, Math.floor(x - radius - 1));
    const right = Math.min(inner - 1, Math.ceil(x + radius + 1));
    const shine = 0.94 + 0.12 * noise3(7 * t, 31 * hair.tone, 3);
    for (let i = left; i <= right; i++) {
      const across = (i + 0.5 - x) / radius;
      const share = Math.min(1, Math.max(0, radius + 0.5 - Math.abs(i + 0.5 - x)));
      if (share <= 0) continue;
      const at = (cell.top + row) * canvas.width + cell.left + cell.gutter + i;
      const round = 1 - 0.22 * Math.min(1, across * across);
      const value =
        lit *
        hair.tone *
        shine *
        round *
        (hair.even ? 1 : ROOT + (1 - ROOT) * smoothstep(0, 0.45, hair.from + t * (hair.to - hair.from))) *
        (1 + 0.1 * t);
      canvas.grey[at] += share * (value - canvas.grey[at]);
      canvas.slope[at] += share * (Math.max(-1, Math.min(1, across * (1 - Math.abs(own)) + own)) - canvas.slope[at]);
      canvas.cover[at] = Math.max(canvas.cover[at], share);
    }
  }
}

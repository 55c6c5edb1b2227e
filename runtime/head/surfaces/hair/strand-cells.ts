import { randomOf } from "../noise.ts";
import { CURLS, curlClump } from "./curl-clump.ts";
import { type Cell, drawHair, type Hair, type HairCanvas } from "./draw-hairs.ts";
import { LASHES, type LashRow, lashRow } from "./lash-row.ts";
import { type Random, tones, wander } from "./vary.ts";

/** Draws one variant of a cell, its `column`-th. */
export type DrawCell = (canvas: HairCanvas, cell: Cell, random: Random, column: number) => void;

/** No row of hairs begins in one line: a hairline of cards would be cut with scissors. */
const RAGGED = 0.09;

/** How far a tuft's hairs begin below its middle ones, from 0 there to 1 at its sides: of a straight root line hairlines would show the corners. */
const archAt = (x: number) => Math.abs(2 * x - 1) ** 2.5;

/** Strands side by side without a gap, beneath what is drawn over them. */
function underlay(
  canvas: HairCanvas,
  cell: Cell,
  random: Random,
  to: (x: number) => number,
  { ragged = 0.5 * RAGGED, side = 0, arch = 0 } = {},
): void {
  const count = Math.round((cell.width / canvas.width) * 1024 * 0.42);
  for (let i = 0; i < count; i++) {
    const share = (i + 0.5 * random()) / (count - 0.5);
    const x = side + (1 - 2 * side) * share;
    const end = to(share);
    if (end <= 0.02) continue;
    drawHair(canvas, cell, {
      x: wander(x, 0.05, random),
      from: arch * archAt(x) + ragged * random(),
      to: end,
      root: 2.4,
      tip: 1.5,
      tone: 0.74 * tones(random),
    });
  }
}

/** Where the hairs of a tuft begin, shares of the cell; one column of tufts is closed up to its edge, for sheets and shells. */
const TUFT_ROOT = { arch: 0.07, ragged: 0.13 };
export const CLOSED_TUFT = 1;

/** Of a beard, which begins on bare skin. */
const BEARD_ROOT = { arch: 0.16, ragged: 0.24 };

/** Locks: hairs that run together towards points below. */
function locks(
  canvas: HairCanvas,
  cell: Cell,
  random: Random,
  {
    count,
    hairs,
    from,
    shortest,
    bend,
    thick,
    ragged = RAGGED,
    arch = 0,
  }: {
    count: number;
    hairs: number;
    from: number;
    shortest: number;
    bend: number;
    thick: number;
    ragged?: number;
    arch?: number;
  },
) {
  for (let k = 0; k < count; k++) {
    const middle = (k + 0.5 + 0.5 * (random() - 0.5)) / count;
    const tip = middle + (random() - 0.5) * 0.5 * bend;
    const end = shortest + (0.99 - shortest) * random();
    const course = wander(0, bend, random, 2.2);
    const shade = 0.82 + 0.26 * random();
    for (let i = 0; i < hairs; i++) {
      const side = (random() - 0.5) * 1.15;
      const to = Math.min(0.995, end * (0.86 + 0.14 * random()));
      const x = (t: number) => {
        const down = from + t * (to - from);
        const close = Math.max(0.04, 1 - ((down - from) / (end - from)) ** 1.7);
        const share = t * t * (3 - 2 * t);
        return Math.min(0.99, Math.max(0.01, middle + share * (tip - middle) + (side / count) * close + course(t)));
      };
      // The outer hairs of a lock lie deeper.
      const round = 1 - 0.2 * Math.min(1, Math.abs(side) / 0.57) ** 2;
      const start =
        from +
        arch * archAt(Math.min(1, Math.max(0, middle + side / count))) +
        ragged * random() ** (arch > 0 ? 1.2 : 2);
      drawHair(canvas, cell, { x, from: start, to, root: thick, tip: 0.6, tone: round * shade * tones(random) });
    }
  }
}

function single(canvas: HairCanvas, cell: Cell, random: Random, size: number): void {
  const hair: Hair = {
    x: wander(0.1 + 0.8 * random(), size, random, 2),
    from: 0,
    to: 0.7 + 0.3 * random(),
    root: 0.95,
    tip: 0.75,
    tone: tones(random),
  };
  const x = hair.x;
  drawHair(canvas, cell, { ...hair, x: (t) => Math.min(0.97, Math.max(0.03, x(t))) });
}

export const STRAND_CELLS: Record<string, DrawCell> = {
  dense(canvas, cell, random, column) {
    // Shorter towards its sides, which single locks cross: no card shows a straight border.
    const length = (x: number) => 0.62 * Math.sin(Math.PI * (0.1 + 0.8 * x)) ** 0.5;
    const root = column === CLOSED_TUFT ? { arch: 0, ragged: 0.5 * RAGGED } : TUFT_ROOT;
    underlay(canvas, cell, random, (x) => length(x) + 0.06 * Math.sin(17 * x + 9 * random()), { side: 0.05, ...root });
    locks(canvas, cell, random, { count: 6, hairs: 22, from: 0, shortest: 0.66, bend: 0.2, thick: 1.7, ...root });
    locks(canvas, cell, random, { count: 9, hairs: 6, from: 0, shortest: 0.74, bend: 0.16, thick: 1.3, ...root });
    for (let i = 0; i < 5; i++) single(canvas, cell, random, 0.2);
  },
  strand(canvas, cell, random) {
    for (let i = 0; i < 14; i++) {
      const start = 0.22 + 0.56 * random();
      const own = wander(0, 0.5, random, 2.4);
      const close = 0.5 + 0.1 * (random() - 0.5);
      const to = i < 3 ? 0.99 : 0.6 + 0.38 * random();
      const x = (t: number) =>
        Math.min(0.96, Math.max(0.04, start + (close - start) * t ** 1.3 + own(t) * (1 - 0.4 * t)));
      // One after the other: along a hairline their roots would be the teeth of a comb.
      drawHair(canvas, cell, { x, from: (0.14 * ((5 * i) % 14)) / 13, to, root: 1.6, tip: 0.8, tone: tones(random) });
    }
  },
  wisp(canvas, cell, random) {
    const count = 3 + Math.floor(4 * random());
    for (let i = 0; i < count; i++) single(canvas, cell, random, 0.9);
  },
  curl(canvas, cell, _random, column) {
    curlClump(canvas, cell, randomOf(0xc0115 + column), CURLS[column % CURLS.length]);
  },
  beard(canvas, cell, random) {
    underlay(canvas, cell, random, (x) => 0.4 + 0.1 * random() - 0.12 * archAt(x), BEARD_ROOT);
    locks(canvas, cell, random, {
      count: 4,
      hairs: 22,
      from: 0,
      shortest: 0.72,
      bend: 0.3,
      thick: 1.6,
      ...BEARD_ROOT,
    });
    locks(canvas, cell, random, {
      count: 6,
      hairs: 5,
      from: 0.02,
      shortest: 0.6,
      bend: 0.4,
      thick: 1.2,
      ...BEARD_ROOT,
    });
    for (let i = 0; i < 6; i++) single(canvas, cell, random, 0.8);
  },
  stubble(canvas, cell, random) {
    for (let i = 0; i < 78; i++) {
      const from = 0.6 * random();
      const x = wander(0.06 + 0.88 * random(), 0.3, random, 1);
      drawHair(canvas, cell, {
        x: (t) => Math.min(0.98, Math.max(0.02, x(t * 0.3))),
        from,
        to: Math.min(0.99, from + 0.25 + 0.2 * random()),
        root: 1.35,
        tip: 0.6,
        tone: 0.84 * tones(random),
      });
    }
  },
  brow(canvas, cell, random) {
    for (let i = 0; i < 11; i++) {
      const from = 0.45 * random();
      const start = 0.08 + 0.66 * random();
      const bend = 0.06 + 0.16 * random();
      drawHair(canvas, cell, {
        x: (t) => Math.min(0.98, start + bend * t * t),
        from,
        to: Math.min(0.99, from + 0.38 + 0.26 * random()),
        root: 1.7,
        tip: 0.5,
        tone: tones(random),
      });
    }
  },
  shorn: shornHairs,
  lash(canvas, cell, random) {
    const row = ({ rows: [from, to] }: LashRow) => ({
      ...cell,
      top: cell.top + Math.round(from * cell.height),
      height: Math.round((to - from) * cell.height),
    });
    lashRow(canvas, row(LASHES.upper), random, { count: 88, longest: 1, thick: 1.8 });
    lashRow(canvas, row(LASHES.lower), random, { count: 52, longest: 0.6, thick: 0.9 });
  },
  solid(canvas, cell, random) {
    const wide = { ...cell, gutter: 0 };
    const count = Math.round((0.66 * 1024 * wide.width) / canvas.width);
    for (let row = 0; row < wide.height; row++) {
      const from = (wide.top + row) * canvas.width + wide.left;
      canvas.cover.fill(1, from, from + wide.width);
      canvas.grey.fill(0.62, from, from + wide.width);
    }
    for (let i = 0; i < count; i++) {
      const x = (i + random()) / count;
      const own = wander(0, 0.03, random, 2);
      // What leaves at one side comes in at the other: the cell repeats.
      for (const shift of [-1, 0, 1])
        drawHair(canvas, wide, {
          x: (t) => x + shift + own(t) * Math.sin(Math.PI * t),
          from: 0,
          to: 1,
          root: 2.6,
          tip: 2.6,
          tone: tones(random),
        });
    }
  },
};

/** Single short hairs, dense as far as the middle, ever fewer from there to the lower edge: what clippers leave. */
function shornHairs(canvas: HairCanvas, cell: Cell, random: Random): void {
  for (let i = 0; i < 620; i++) {
    const from = 0.9 * random();
    if (random() < (from - 0.5) / 0.42) continue;
    const start = 0.02 + 0.96 * random();
    const lean = 0.07 * (random() - 0.5);
    drawHair(canvas, cell, {
      x: (t) => Math.min(0.99, Math.max(0.01, start + lean * t)),
      from,
      to: Math.min(0.995, from + 0.09 + 0.06 * random()),
      root: 0.95,
      tip: 0.6,
      tone: 0.78 * tones(random),
      // The whole cell lies close to the scalp: none of it is more in the shade than the rest.
      even: true,
    });
  }
}

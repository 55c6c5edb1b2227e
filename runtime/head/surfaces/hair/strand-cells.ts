import { noise3, randomOf } from "../noise.ts";
import { type Cell, drawHair, type Hair, type HairCanvas } from "./draw-hairs.ts";

type Random = () => number;
/** Draws one variant of a cell, its `column`-th. */
export type DrawCell = (canvas: HairCanvas, cell: Cell, random: Random, column: number) => void;

/** A line that wanders by `size` around where it starts, on its own course. */
const wander = (start: number, size: number, random: Random, waves = 1.6) => {
  const own = 50 * random();
  return (t: number) => start + size * (noise3(waves * t, own, 7) - noise3(0, own, 7));
};

/** Hairs of a head are nearly alike; what tells them apart at arm's length are locks. */
const tones = (random: Random) => 0.74 + 0.22 * random();
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
    curlClump(canvas, cell, randomOf(0xc0115 + column), column < LOOSE_CURLS ? LOOSE : FRIZZ);
  },
  beard(canvas, cell, random) {
    underlay(canvas, cell, random, () => 0.36 + 0.1 * random(), { ragged: 1.5 * RAGGED });
    locks(canvas, cell, random, {
      count: 4,
      hairs: 22,
      from: 0,
      shortest: 0.72,
      bend: 0.3,
      thick: 1.6,
      ragged: 2.4 * RAGGED,
    });
    locks(canvas, cell, random, {
      count: 6,
      hairs: 5,
      from: 0.02,
      shortest: 0.6,
      bend: 0.4,
      thick: 1.2,
      ragged: 2.4 * RAGGED,
    });
    for (let i = 0; i < 6; i++) single(canvas, cell, random, 0.8);
  },
  stubble(canvas, cell, random) {
    for (let i = 0; i < 56; i++) {
      const from = 0.6 * random();
      const x = wander(0.06 + 0.88 * random(), 0.3, random, 1);
      drawHair(canvas, cell, {
        x: (t) => Math.min(0.98, Math.max(0.02, x(t * 0.3))),
        from,
        to: Math.min(0.99, from + 0.25 + 0.2 * random()),
        root: 1.9,
        tip: 0.9,
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
}
/** How many of the columns are loose curls, the first ones; the others are frizz. */
const LOOSE_CURLS = 2;
const LOOSE: Clump = { bundles: 4, hairs: 13, radius: 0.2, turns: 3, stray: 0.12, depth: 0.34, thick: 1.5 };
const FRIZZ: Clump = { bundles: 26, hairs: 3, radius: 0.06, turns: 6, stray: 0.5, depth: 0.2, thick: 1.2 };
/** Middle and half axes of what of a clump nothing is seen through, shares of the cell. */
const CORE = { x: 0.5, y: 0.46, wide: 0.3, high: 0.36 };

/** Curls that hang together, closed in their middle, single ones around: what turns away is darker than what turns towards. */
function curlClump(canvas: HairCanvas, cell: Cell, random: Random, clump: Clump): void {
  const { bundles, hairs, radius, turns, stray, depth, thick } = clump;
  const inner = cell.width - 2 * cell.gutter;
  const inCore = (x: number, y: number) => ((x - CORE.x) / CORE.wide) ** 2 + ((y - CORE.y) / CORE.high) ** 2 < 1;
  for (let row = 0; row < cell.height; row++)
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

/** One lid's lashes: the rows that they take of the cell, and their roots and tips in v of the strips of assets/template/anatomy. */
interface LashRow {
  rows: [number, number];
  root: number;
  tip: number;
}
/** A gap between both: mips would root the lower lid's in the tips of the upper lid's. */
export const LASHES: Record<"upper" | "lower", LashRow> = {
  upper: { rows: [0, 0.46], root: 0.56, tip: 0.02 },
  lower: { rows: [0.54, 1], root: 0.98, tip: 0.6 },
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

/** Lashes of one lid, rooted above, fanned, leaning together in twos and threes. */
function lashRow(
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

import { addCard, patch } from "../core/cards.ts";
import { growLayer } from "../core/grow.ts";
import { along, type Guide } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { type Draws, draws } from "../core/random.ts";
import type { AverageHead, Foot, Ground } from "../core/skin.ts";
import { ellipse, sweep } from "../core/sweep.ts";
import { add, cross, curve, length, mix, scale, step, sub, unit, type Vec } from "../core/vector.ts";
import { closeScalp } from "./scalp-sheet.ts";
import { around } from "./hairline.ts";
import { overTied } from "./tied/border.ts";
import { growFringe } from "./tied/fringe.ts";
import { overEar } from "./tied/gather.ts";

/** Where the left braid begins, behind the ear. */
const TIE: Vec = [0.385, -0.17, -0.25];
const PATH: Vec[] = [TIE, [0.43, -0.3, -0.25], [0.46, -0.48, -0.16], [0.45, -0.68, -0.06], [0.43, -0.86, 0.02]];

/** Hair parted in the middle and plaited into two braids that hang before the shoulders. */
export function pigtails({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("pigtails");
  const over = (point: Vec) => overTied(point) + 0.006 * swell(point, 0.12);
  const parting = (p: Vec) => Math.abs(p[0] - middle(p));
  const tie = (point: Vec): Vec => [sideOf(point) * TIE[0], TIE[1], TIE[2]];
  const comb = (lift: number, rise: number, { reach = 1, risen = 0.35 } = {}) => (root: { point: Vec; normal: Vec }) => {
    const aim = add(tie(root.point), [0, rng.uniform(-0.03, 0.03), rng.uniform(-0.03, 0.03)]);
    const far = length(sub(aim, root.point));
    const high = lift * rng.uniform(0.92, 1.08);
    return {
      length: far * 1.2 * reach,
      segments: Math.max(3, Math.round(far * 5.6 * reach)),
      cling: 0.8,
      flow: (point: Vec, normal: Vec, t: number) => {
        // Over the forehead the hair falls in a bow before it goes back over the ears.
        const bow = 0.5 * step(0.1, 0.35, point[2]) * step(0.6, 0.1, t);
        const flow = add(along(sub(aim, point), normal), [0.35 * sideOf(point) * bow, -0.4 * bow, 0]);
        // At the parting it leaves straight to its side: cards that start askew would leave gaps.
        const aside = parting(root.point) < 0.012 ? step(0.12, 0, t) : 0;
        return unit(add(mix(flow, along([sideOf(root.point), 0, 0], normal), aside), normal, rise * (0.5 - t)));
      },
      lift: (t: number) => 0.003 + high * step(0, risen, t) * (1 - 0.4 * t),
      // Late, behind the ears: on the way there it would be drawn through them.
      ...(reach === 1 ? { end: aim, pulled: 0.75 } : {}),
    };
  };
  const narrow = (width: number) => (root: Foot) => {
    const full = width * rng.uniform(0.8, 1.2);
    // All lean one way, as shingles lie: cards of one height that lean at random come through one another in bricks.
    const tilt = sideOf(root.point) * rng.uniform(0.1, 0.16);
    return { width: (t: number) => full * (1 - 0.5 * t), twist: () => tilt, blend: 0.9, straight: 0.007 };
  };
  // Combed hair shows roots along the parting and the hairline alone: the cards run from there to the ties.
  const nearLine = (p: Vec, from: number, to: number) => {
    const line = Math.min(over(p), parting(p) * 1.1 + step(-0.02, 0.02, -over(p)));
    return step(from - 0.005, from + 0.012, line) * step(to + 0.012, to, line) * step(-0.02, 0.03, p[1] + step(1.3, 1.4, around(p)));
  };
  const rows: [number, number, number, number, number][] = [
    [0.06, 0.16, 0.085, 0.004, 0.13],
    [0.028, 0.09, 0.074, 0.012, 0.13],
    [0.024, 0.06, 0.078, 0.021, 0.112],
  ];
  const aboveEars: Ground = { ...skull, foot: (point) => skull.foot(overEar(point)) };
  for (const [from, to, spacing, lift, width] of rows) {
    growLayer(out, aboveEars, rng, {
      cell: "dense",
      density: (p) => nearLine(p, from, to),
      spacing,
      guide: comb(lift, 0.35),
      card: narrow(width),
    });
  }
  closeScalp(out, skull, (p) => step(0.09, 0.1, over(p)) * step(0.05, 0.06, Math.abs(p[0])));
  // A row right beside the parting makes it a line, and lies over the roots of the others.
  for (const [cell, gap, width, lift] of [
    ["solid", 0.004, 0.07, 0.006],
    ["dense", 0.0, 0.07, 0.026],
    ["strand", -0.001, 0.04, 0.03],
  ] as const) {
    growLayer(out, aboveEars, rng, {
      cell,
      density: (p) => step(-0.01, 0.003, over(p)),
      roots: partingRoots(skull, gap, width * 0.52, rng),
      spacing: 0,
      // Above the skin from the first: its bulges would cut the line to pieces.
      guide: (root) => ({ ...comb(lift, 0.35, { reach: cell === "dense" ? 1 : 0.4, risen: 0.1 })(root), depth: -0.004 }),
      card: narrow(width),
    });
  }
  // Straight to the ties would be down the forehead: there it goes to the side first, as the hair above it does.
  growFringe(out, skull, rng, (p) => mix(unit(sub(tie(p), p)), [sideOf(p), 0.2, -0.2], step(0.0, 0.25, p[2])));
  growLayer(out, skull, rng, {
    cell: "wisp",
    density: (p) => 0.6 * step(0.03, 0.08, over(p)),
    spacing: 0.14,
    guide: (root) => ({ ...comb(0.045, 0.5, { reach: 0.5 })(root), cling: 0.6 }),
    card: narrow(0.05),
  });
  // At the nape the two halves draw apart: short hair fills what they leave between them.
  growLayer(out, skull, rng, {
    cell: "dense",
    density: (p) => step(0.0, 0.02, over(p)) * nape(p),
    spacing: 0.042,
    guide: (root) => ({
      length: 0.1 * rng.uniform(0.7, 1.1),
      segments: 3,
      cling: 0.8,
      flow: (_p, normal, t) => unit(add(along([0.2 * sideOf(root.point) + rng.uniform(-0.3, 0.3), -1, 0.1], normal), normal, 0.3 * (0.6 - t))),
      lift: (t) => 0.003 + 0.012 * t,
    }),
    card: narrow(0.08),
  });
  // Strands too short for the braids: before the ears, at the nape.
  growLayer(out, skull, rng, {
    cell: "wisp",
    density: (p) => step(0.0, 0.01, over(p)) * step(0.05, 0.03, over(p)) * step(0.12, 0.06, p[1]),
    spacing: 0.1,
    guide: (root) => ({
      length: rng.uniform(0.09, 0.2),
      segments: 4,
      flow: (_p, normal, t) => {
        const down: Vec = [0.7 * sideOf(root.point) * step(0, 0.3, root.point[2]), -1, root.point[2] > -0.2 ? 0.25 : -0.2];
        return unit(add(down, normal, 0.9 * (1 - 1.6 * t)));
      },
      lift: () => 0.01,
    }),
    card: () => ({ width: () => 0.045, blend: 0.6 }),
  });
  for (const side of [1, -1]) plait(out, side);
  return out;
}

/** Nobody parts hair with a ruler. */
const middle = ([, y, z]: Vec) => 0.005 * Math.sin(9 * z + 6 * y);
const sideOf = (point: Vec) => (point[0] < middle(point) ? -1 : 1);

/** 1 at the back of the neck, between the halves. */
const nape = ([x, y, z]: Vec) => step(0.15, 0.1, Math.abs(x)) * step(-0.1, -0.18, y) * step(-0.15, -0.25, z);

/** Roots on both sides of the middle, from the forehead over the crown to the nape. */
function partingRoots(skull: Ground, gap: number, spacing: number, rng: Draws): Foot[] {
  const roots: Foot[] = [];
  for (let arc = 0; arc < 2.2; arc += spacing) {
    const angle = 0.2 + arc * 1.75;
    for (const side of [-1, 1]) {
      const turn = angle + rng.uniform(-0.3, 0.3) * spacing;
      const { point, normal } = skull.foot([0, 0.1 + 0.9 * Math.sin(turn), -0.1 + 0.9 * Math.cos(turn)]);
      const x = middle(point) + side * (gap + 0.0015 * rng.uniform(-1, 1));
      roots.push({ point: [x, point[1], point[2]], normal, height: 0 });
    }
  }
  return roots;
}

/** Three strands that cross in turn: each swings from side to side along the braid, and twice as often forth and back. */
function plait(out: Draft, side: number): void {
  const rng = draws(`plait ${side}`);
  const spine = curve(PATH, 16).map(([x, y, z]): Vec => [x * side, y, z]);
  const count = spine.length - 1;
  const outward: Vec = unit([side, 0, 0.55]);
  const frame = (t: number) => {
    const at = Math.min(count, Math.max(0, t * count));
    const i = Math.min(count - 1, Math.floor(at));
    const point = add(scale(spine[i], 1 - (at - i)), spine[i + 1], at - i);
    const down = unit(sub(spine[i + 1], spine[i]));
    const across = unit(cross(outward, down));
    return { point, down, across, face: unit(cross(down, across)) };
  };
  const WINDS = 3.4;
  const END = 0.84;
  const thick = (t: number) => 1.12 - 0.45 * t;
  const strand = (k: number, t: number): Vec => {
    const { point, across, face } = frame(t * END);
    const phase = 2 * Math.PI * (WINDS * t + k / 3);
    const open = step(-0.02, 0.06, t);
    return add(add(point, across, 0.043 * thick(t) * Math.sin(phase) * (0.4 + 0.6 * open)), face, 0.024 * thick(t) * Math.sin(2 * phase) * open);
  };
  for (let k = 0; k < 3; k++) {
    const line = Array.from({ length: 25 }, (_, i) => strand(k, i / 24));
    sweep(out, line, {
      outline: ellipse(6, 0.72),
      radius: (t) => 0.037 * thick(t) * (1 - 0.35 * step(0.9, 1, t)),
      up: outward,
      patch: patch("solid", 0),
      repeats: 5,
    });
  }
  // Hairs that lie on the strands and stand off them break the outline.
  for (let i = 0; i < 32; i++) {
    const k = i % 3;
    const start = rng.uniform(-0.02, 0.9);
    const reach = rng.uniform(0.1, 0.2);
    const angle = rng.uniform(0, 2 * Math.PI);
    const guide: Guide = { points: [], normals: [] };
    for (let s = 0; s <= 4; s++) {
      const t = Math.min(1, Math.max(0, start + (reach * s) / 4));
      const { across, face } = frame(t * END);
      const normal = unit(add(scale(across, Math.sin(angle)), face, Math.cos(angle)));
      guide.points.push(add(strand(k, t), normal, 0.037 * thick(t) * (0.9 + 0.1 * s * rng.uniform(0.3, 1))));
      guide.normals.push(normal);
    }
    addCard(out, guide, { patch: patch(i % 2 ? "wisp" : "strand", i, i % 4 < 2), width: () => 0.036, blend: 0.9 });
  }
  const end = frame(END);
  // The band.
  const band = Array.from({ length: 4 }, (_, i) => add(end.point, end.down, -0.02 + 0.012 * i));
  sweep(out, band, { outline: ellipse(10, 0.85), radius: (t) => 0.034 + 0.012 * Math.sin(Math.PI * t), up: outward, patch: patch("solid", 0) });
  // The tuft below it.
  for (let i = 0; i < 16; i++) {
    const angle = (2 * Math.PI * i) / 8 + rng.uniform(-0.3, 0.3);
    const normal = unit(add(scale(end.across, Math.sin(angle)), end.face, Math.cos(angle)));
    const from = add(end.point, end.down, 0.01);
    const reach = rng.uniform(0.09, 0.15);
    const wide = rng.uniform(0.7, 1.2) * (i < 8 ? 1 : 0.5);
    const points = [0, 0.35, 0.7, 1].map((t) => add(add(from, end.down, reach * t), normal, 0.024 + 0.03 * wide * Math.sin(2.4 * t)));
    addCard(out, { points, normals: points.map(() => normal) }, { patch: patch("dense", i, i % 2 === 0), width: (t) => 0.05 - 0.01 * t, blend: 0.85 });
  }
}

/** The braids as coarse tubes, for levels seen from afar. */
export function farPlaits(): Draft {
  const out = draft();
  for (const side of [1, -1]) {
    const line = curve(PATH, 3).map(([x, y, z]): Vec => [x * side, y, z]);
    sweep(out, line, {
      outline: ellipse(6, 0.75),
      radius: (t) => 0.066 * (1 - 0.4 * t) * (0.88 + 0.12 * Math.sin(40 * t)),
      up: [side, 0, 0.55],
      patch: patch("solid", 0),
      repeats: 6,
    });
  }
  return out;
}

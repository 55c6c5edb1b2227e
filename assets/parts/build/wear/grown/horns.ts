import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, type Outline, sweep } from "../../core/sweep.ts";
import { add, curve, sampled, unit, type Vec } from "../../core/vector.ts";

export interface Horn {
  /** Where it leaves the left of the average head, roughly: the skin below is found. */
  root: Vec;
  /** From there on, offsets from the root. */
  line: Vec[];
  /** At its root, head units. */
  radius: number;
  /** Rings that it has grown, and how deep the furrows between them are, a share of the radius. */
  rings: number;
  furrow: number;
  /** How fast it thins: 1 evenly, more towards its tip. */
  taper?: number;
  flat?: number;
  /** Ridges that wind along it, and how often they go round. */
  ridges?: number;
  winds?: number;
  /** Pieces between two points of its line, near by. */
  pieces?: number;
}

const WHOLE = { u: [0, 1] as [number, number], v: [0, 1] as [number, number] };
/** How deep roots stand in the head. */
const DEEP = 0.05;

/** Where a horn is fastened. */
export const hornRoot = ({ skull }: AverageHead, { root }: Pick<Horn, "root">): Vec => skull.foot(root).point;

/** A pair of horns. @param level 0 fine, 1 coarse. */
export const horns = (horn: Horn) => (head: AverageHead, level: number): Draft => {
  const { line, radius, rings, furrow, taper = 1.4, flat = 1, ridges = 0, winds = 0, pieces = 6 } = horn;
  const left = draft();
  const { point, normal } = head.skull.foot(horn.root);
  const points = [add(point, normal, -DEEP), point, ...line.map((off) => add(point, off))];
  sweep(left, curve(points, level === 0 ? pieces : Math.ceil(pieces / 2)), {
    outline: ridges > 0 ? ridged(ridges, level) : ellipse(level === 0 ? 8 : 6, flat),
    radius: (t) => {
      const grown = 1 - furrow * (0.5 + 0.5 * Math.cos(2 * Math.PI * rings * t)) * (1 - t);
      return radius * Math.max(0.02, 1 - t ** taper) * grown;
    },
    up: [0, 0, 1],
    twist: (t) => 2 * Math.PI * winds * t,
    patch: WHOLE,
  });
  return merge(left, mirrored(left));
};

/** A round outline with ridges. */
function ridged(ridges: number, level: number): Outline {
  const sides = ridges * (level === 0 ? 4 : 3);
  const at = (i: number): [number, number] => {
    const angle = (2 * Math.PI * i) / sides;
    const out = 1 + 0.16 * Math.cos(ridges * angle);
    return [out * Math.cos(angle), out * Math.sin(angle)];
  };
  return Array.from({ length: sides }, (_, i) => {
    const [before, after] = [at(i - 0.5), at(i + 0.5)];
    const long = Math.hypot(after[0] - before[0], after[1] - before[1]);
    return { point: at(i), normal: [(after[1] - before[1]) / long, (before[0] - after[0]) / long] };
  });
}

export const CURVED: Horn = {
  root: [0.2, 0.46, 0.36],
  line: [
    [0.07, 0.14, 0.07],
    [0.14, 0.3, 0.03],
    [0.15, 0.44, -0.1],
    [0.1, 0.52, -0.24],
  ],
  radius: 0.075,
  rings: 9,
  furrow: 0.13,
};
export const STRAIGHT: Horn = {
  root: [0.19, 0.5, 0.32],
  line: [
    [0.04, 0.2, 0.06],
    [0.09, 0.42, 0.1],
    [0.13, 0.62, 0.12],
  ],
  radius: 0.07,
  rings: 11,
  furrow: 0.12,
};
export const BULL: Horn = {
  root: [0.36, 0.42, 0.08],
  line: [
    [0.17, 0.03, 0.03],
    [0.33, 0.1, 0.08],
    [0.43, 0.27, 0.14],
    [0.42, 0.46, 0.18],
  ],
  radius: 0.092,
  rings: 4,
  furrow: 0.05,
  taper: 1.8,
};
export const RAM: Horn = {
  root: [0.3, 0.5, 0.08],
  line: [
    [0.16, 0.1, -0.06],
    [0.31, 0.05, -0.24],
    [0.36, -0.17, -0.36],
    [0.34, -0.42, -0.28],
    [0.33, -0.54, -0.08],
    [0.34, -0.48, 0.1],
    [0.4, -0.36, 0.13],
  ],
  radius: 0.115,
  rings: 18,
  furrow: 0.16,
  taper: 1.7,
  flat: 0.85,
};

/** An antelope's: a corkscrew up and back. */
export const SPIRAL: Horn = {
  root: [0.17, 0.5, 0.3],
  line: Array.from({ length: 10 }, (_, i): Vec => {
    const t = (i + 1) / 10;
    const turn = 2 * Math.PI * 1.5 * t;
    const out = 0.085 * (1 - 0.5 * t);
    return [0.03 + 0.3 * t + out * Math.sin(turn), 0.04 + 0.8 * t, 0.02 - 0.34 * t + out * (1 - Math.cos(turn))];
  }),
  radius: 0.07,
  rings: 22,
  furrow: 0.1,
  ridges: 2,
  winds: 2.2,
  pieces: 4,
};

/** Where a single horn grows, in the middle of the forehead, and which way it goes. */
const SINGLE: Vec = [0, 0.34, 0.6];
const FORWARD: Vec = unit([0, 0.8, 0.6]);
export const singleRoot = (head: AverageHead): Vec => hornRoot(head, { root: SINGLE });

/** A unicorn's horn: straight, wound like a shell. */
export function unicornHorn(head: AverageHead, level: number): Draft {
  const out = draft();
  const root = singleRoot(head);
  sweep(out, sampled(level === 0 ? 30 : 14, (t) => add(root, FORWARD, -DEEP + 0.72 * t)), {
    outline: ridged(3, level),
    radius: (t) => 0.058 * Math.max(0.03, 1 - t ** 1.15),
    up: [1, 0, 0],
    twist: (t) => 2 * Math.PI * 2.4 * t,
    patch: WHOLE,
    repeats: 2,
  });
  return out;
}

const ANTLER: Vec = [0.2, 0.56, 0.2];
export const antlerRoot = (head: AverageHead): Vec => hornRoot(head, { root: ANTLER });

/** A stag's antlers: beams that sweep out and back, with four tines each. */
export function antlers({ skull }: AverageHead, level: number): Draft {
  const left = draft();
  const { point, normal } = skull.foot(ANTLER);
  const per = level === 0 ? 4 : 2;
  const outline = ellipse(level === 0 ? 7 : 5);
  const off = (...to: Vec) => add(point, to);
  const beam = curve([add(point, normal, -DEEP), point, off(0.1, 0.14, -0.04), off(0.26, 0.33, -0.12), off(0.36, 0.58, -0.08), off(0.33, 0.84, 0.04)], per);
  const knobs = (t: number) => 1 + 0.06 * Math.sin(31 * t) + 0.35 * Math.exp(-(((t - 0.22) / 0.03) ** 2));
  sweep(left, beam, { outline, radius: (t) => 0.046 * Math.max(0.06, 1 - 0.75 * t ** 1.6) * knobs(t) * (t > 0.97 ? 0.4 : 1), up: [0, 0, 1], patch: WHOLE, repeats: 4 });
  const tines: [number, Vec, Vec, number][] = [
    [0.3, [0.04, 0.06, 0.14], [0.03, 0.22, 0.22], 0.03],
    [0.58, [-0.01, 0.1, 0.12], [-0.06, 0.28, 0.17], 0.03],
    [0.76, [0.1, 0.06, -0.06], [0.15, 0.24, -0.08], 0.027],
    [0.86, [-0.08, 0.07, -0.02], [-0.13, 0.2, 0.0], 0.022],
  ];
  for (const [share, bow, tip, radius] of tines) {
    const from = beam[Math.round(share * (beam.length - 1))];
    sweep(left, curve([add(from, bow, -0.1), add(from, bow, 0.6), add(from, tip)], per), {
      outline,
      radius: (t) => radius * Math.max(0.06, 1 - t ** 1.5),
      up: [1, 0, 0.2],
      patch: WHOLE,
    });
  }
  return merge(left, mirrored(left));
}

/** Spines along the middle of the skull: how many, where the first and the last stand, degrees over the horizon before the face. */
const SPINES = { count: 12, from: 60, to: 208, height: 0.19, radius: 0.06, lean: 0.7 };
const MIDDLE: Vec = [0, 0.12, -0.06];

/** A lizard's crest: a row of spines from the forehead to the nape, the highest over the crown, all leaning back. */
export function spines({ skull }: AverageHead, level: number): Draft {
  const out = draft();
  const { count, from, to, height, radius, lean } = SPINES;
  for (let i = 0; i < count; i++) {
    const share = i / (count - 1);
    const angle = (Math.PI / 180) * (from + (to - from) * share);
    const { point, normal } = skull.foot(add(MIDDLE, [0, Math.sin(angle), Math.cos(angle)], 0.9));
    // Along the skull, away from the face.
    const back = unit([0, normal[2], -normal[1]]);
    const grown = 0.45 + 0.55 * Math.sin(Math.PI * Math.min(1, 0.12 + 0.85 * share));
    const tip = add(add(point, normal, height * grown), back, lean * height * grown);
    const bow = add(add(point, normal, 0.6 * height * grown), back, 0.2 * lean * height * grown);
    sweep(out, curve([add(point, normal, -0.03), add(point, normal, 0.01), bow, tip], level === 0 ? 3 : 1), {
      outline: ellipse(level === 0 ? 8 : 5, 0.5),
      radius: (t) => radius * (0.6 + 0.4 * grown) * Math.max(0.03, 1 - t ** 1.5),
      up: [1, 0, 0],
      patch: WHOLE,
    });
  }
  return out;
}

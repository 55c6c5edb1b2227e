import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, type Vec } from "../../core/vector.ts";

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
}

const WHOLE = { u: [0, 1] as [number, number], v: [0, 1] as [number, number] };
/** How deep roots stand in the head. */
const DEEP = 0.05;

/** Where a horn is fastened. */
export const hornRoot = ({ skull }: AverageHead, { root }: Pick<Horn, "root">): Vec => skull.foot(root).point;

/** A pair of horns. @param level 0 fine, 1 coarse. */
export const horns = (horn: Horn) => (head: AverageHead, level: number): Draft => {
  const { line, radius, rings, furrow, taper = 1.4, flat = 1 } = horn;
  const left = draft();
  const { point, normal } = head.skull.foot(horn.root);
  const points = [add(point, normal, -DEEP), point, ...line.map((off) => add(point, off))];
  sweep(left, curve(points, level === 0 ? 6 : 3), {
    outline: ellipse(level === 0 ? 11 : 6, flat),
    radius: (t) => {
      const grown = 1 - furrow * (0.5 + 0.5 * Math.cos(2 * Math.PI * rings * t)) * (1 - t);
      return radius * Math.max(0.02, 1 - t ** taper) * grown;
    },
    up: [0, 0, 1],
    patch: WHOLE,
  });
  return merge(left, mirrored(left));
};

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

const ANTLER: Vec = [0.2, 0.56, 0.2];
export const antlerRoot = (head: AverageHead): Vec => hornRoot(head, { root: ANTLER });

/** A stag's antlers: beams that sweep out and back, with four tines each. */
export function antlers({ skull }: AverageHead, level: number): Draft {
  const left = draft();
  const { point, normal } = skull.foot(ANTLER);
  const per = level === 0 ? 4 : 2;
  const outline = ellipse(level === 0 ? 9 : 5);
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

import { HAIRLINE } from "../../../../runtime/head/surfaces/skin/hairline.ts";
import { growLayer } from "../core/grow.ts";
import type { Draft } from "../core/mesh.ts";
import type { Draws } from "../core/random.ts";
import type { Density } from "../core/roots.ts";
import type { Ground } from "../core/skin.ts";
import { add, step, table, unit, type Vec } from "../core/vector.ts";

/** Height of the hairline of cropped hair over the angle from the front: as the usual one, but close around the back of the ear. */
const CROPPED: [number, number][] = [
  ...HAIRLINE.filter(([angle]) => angle < 1.5),
  [1.6, 0.05],
  [1.72, -0.02],
  [1.84, -0.14],
  [2.0, -0.26],
  [2.25, -0.35],
  [2.6, -0.395],
  [Math.PI, -0.405],
];

/** Angle around the vertical axis of the skull from the front, 0..π on both sides. */
export const around = ([x, , z]: Vec): number => Math.atan2(Math.abs(x), z + 0.1);

/**
 * Height over the hairline of the average head, in units; negative is bare skin.
 * @param temples how far the corners over the temples recede, in units.
 */
export function overHairline(point: Vec, temples = 0, line = HAIRLINE): number {
  const angle = around(point);
  const recede = temples * Math.exp(-(((angle - 0.5) / 0.22) ** 2)) + 0.25 * temples * step(0.9, 0.4, angle);
  return point[1] - table(line, angle) - recede;
}

/** The same of cropped hair. */
export const overCrop = (point: Vec, temples = 0): number => overHairline(point, temples, CROPPED);

export interface Escaped {
  spacing: number;
  length: [number, number];
  segments: number;
  /** How steeply they leave the scalp. */
  rise: number;
}

/** Hairs that escaped the comb before the ears and at the nape. @param over height over the hairline. */
export function growEscaped(to: Draft, ground: Ground, rng: Draws, over: Density, hairs: Escaped): void {
  growLayer(to, ground, rng, {
    cell: "wisp",
    density: (p) => step(0.0, 0.01, over(p)) * step(0.05, 0.03, over(p)) * step(0.05, 0.0, p[1]),
    spacing: hairs.spacing,
    guide: (root) => ({
      length: rng.uniform(...hairs.length),
      segments: hairs.segments,
      flow: (_p, normal, t) => unit(add([0, -1, 0.35 * (root.point[2] > -0.2 ? 1 : -0.3)], normal, hairs.rise * (1 - 1.5 * t))),
      lift: () => 0.008,
    }),
    card: () => ({ width: () => 0.04, blend: 0.6 }),
  });
}

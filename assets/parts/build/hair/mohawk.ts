import { growLayer } from "../core/grow.ts";
import { along } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { draws } from "../core/random.ts";
import type { AverageHead, Foot, Ground } from "../core/skin.ts";
import { add, scale, step, sub, table, unit, type Vec } from "../core/vector.ts";
import { combDown } from "./cropped/crop.ts";
import { overCrop, overHairline } from "./hairline.ts";
import { growShorn } from "./shorn.ts";

/** Half the strip's width on the scalp. */
export const HALF = 0.075;
/** Its first and last angle. */
export const REACH: [number, number] = [0.38, 3.62];
/** Height of the comb over the angle from the forehead over the crown to the nape, radians at the skull's middle. */
const HEIGHT: [number, number][] = [
  [0.45, 0.13],
  [0.8, 0.27],
  [1.3, 0.36],
  [1.9, 0.36],
  [2.6, 0.3],
  [3.2, 0.2],
  [3.6, 0.12],
];

const arc = ([, y, z]: Vec) => {
  const angle = Math.atan2(y - 0.1, z + 0.1);
  return angle < -1.6 ? angle + 2 * Math.PI : angle;
};

/** Where the hair at an angle points to: a tip over the middle of the scalp, leaning back. @param rise factor of its height. */
export function combTip(skull: Ground, angle: number, rise: number): Vec {
  const foot = skull.foot([0, 0.1 + 0.8 * Math.sin(angle), -0.1 + 0.8 * Math.cos(angle)]);
  const lean = unit(add(foot.normal, [0, 0.1, -0.42 * Math.sin(Math.min(Math.PI, angle))]));
  return add(foot.point, lean, table(HEIGHT, angle) * rise);
}

/** A comb of hair from the forehead to the nape that stands in spikes, and a shadow of stubble at its sides. */
export function mohawk({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("mohawk");
  const strip = (p: Vec, half: number) => step(0.0, 0.03, overHairline(p)) * step(half + 0.012, half - 0.008, Math.abs(p[0] + 0.006 * Math.sin(31 * p[1] + 17 * p[2])));
  // Hair draws together to spikes: each root leans to the nearest of a row of tips.
  const spike = (angle: number) => (Math.round(angle / 0.19 - 0.5) + 0.5) * 0.19;
  const stand = (spread: number, rise: number, tight: number) => (root: Foot) => {
    const angle = arc(root.point);
    const middle = spike(angle + rng.uniform(-0.05, 0.05));
    const tip = table(HEIGHT, middle) * (1 + 0.16 * Math.sin(middle * 47)) * rise * rng.uniform(0.82, 1.05);
    const foot = skull.foot([0, 0.1 + 0.8 * Math.sin(middle), -0.1 + 0.8 * Math.cos(middle)]);
    const lean = unit(add(foot.normal, [0, 0.1, -0.42 * Math.sin(Math.min(Math.PI, middle))]));
    const aim = add(add(foot.point, lean, tip), [root.point[0] * 0.35 + 0.012 * Math.sin(middle * 61) + rng.uniform(-1, 1) * spread, 0, 0]);
    return {
      length: tip,
      segments: 4,
      flow: (point: Vec, _n: Vec, t: number) => unit(add(scale(root.normal, 1 - t), unit(sub(aim, point)), 0.5 + t)),
      lift: (t: number) => 0.02 * t,
      end: add(scale(aim, tight), add(root.point, lean, tip), 1 - tight),
    };
  };
  for (const [cell, half, spacing, rise, width, turned] of [
    ["dense", HALF, 0.033, 0.92, 0.085, false],
    ["dense", HALF * 0.8, 0.036, 1, 0.08, true],
    ["strand", HALF, 0.04, 1.05, 0.06, false],
    ["strand", HALF * 0.8, 0.045, 1.08, 0.055, true],
    ["wisp", HALF, 0.06, 1.12, 0.06, false],
  ] as const) {
    growLayer(out, skull, rng, {
      cell,
      density: (p) => strip(p, half) * step(0.015, 0.05, overHairline(p)),
      spacing,
      guide: stand(cell === "wisp" ? 0.04 : 0.012, rise, cell === "wisp" ? 0.55 : 0.8),
      card: (root) => {
        // Short hair in narrow cards: wide ones would show as flaps.
        const full = width * rng.uniform(0.8, 1.2) * Math.min(1, table(HEIGHT, arc(root.point)) / 0.26);
        // Some cards stand along the comb and are seen from the side, some across and are seen from the front.
        const turn = (turned ? Math.PI / 2 : 0) + rng.uniform(-0.5, 0.5);
        const side: Vec = [Math.sign(root.point[0] || 1) * step(0, HALF, Math.abs(root.point[0])), 0, 0];
        return {
          width: (t) => full * (1 - 0.35 * t),
          twist: () => turn,
          blend: 0.85,
          shade: unit(add(add(scale(root.normal, 0.35), side, 1.1), [0, 0.25, 0])),
        };
      },
    });
  }
  growShorn(out, skull, rng, { over: (p) => overCrop(p, 0.02), comb: combDown, cell: "stubble", lifts: [0.005, 0.008], spacing: 0.068 });
  // The foot of the comb is closed by short hair, beside it the head is shorn.
  growLayer(out, skull, rng, {
    cell: "strand",
    density: (p) => strip(p, HALF),
    spacing: 0.026,
    guide: () => {
      const stray = rng.uniform(-0.4, 0.4);
      return {
        length: 0.12 * rng.uniform(0.7, 1.2),
        segments: 2,
        flow: (point, normal) => unit(add(along([point[0] * 2 + stray, 0.5, -0.5], normal), normal, 0.9)),
        lift: (t) => 0.003 + 0.045 * t,
      };
    },
    card: () => ({ width: () => 0.034, blend: 0.85 }),
  });
  return out;
}

import { type Draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { jawBeard } from "./jaw.ts";
import { lipBeard } from "./lip.ts";

/** A band before the ear, from the temple down to the lobe. */
function burns([x, y, z]: Vec): number {
  const front = 0.02 + 0.16 * step(-0.05, -0.36, y);
  const back = -0.075 + 0.07 * step(0.05, -0.36, y);
  return step(0.1, -0.02, y) * step(-0.41, -0.35, y) * step(front + 0.025, front - 0.025, z) * step(back - 0.02, back + 0.04, z) * step(0.25, 0.29, Math.abs(x));
}

/** The same, broadening from the lobe on over the cheek to the corner of the mouth; the chin is shaven. */
function chops(point: Vec): number {
  const [x, y, z] = point;
  const side = Math.abs(x);
  const low = step(-0.02, -0.34, y);
  const front = -0.01 + 0.42 * low;
  const back = -0.05 + 0.08 * low;
  const shaven = step(0.13, 0.19, side);
  return shaven * step(0.1, -0.04, y) * step(-0.5, -0.42, y + 0.2 * (z - 0.2)) * step(front + 0.04, front - 0.04, z) * step(back - 0.02, back + 0.05, z) * step(-0.3, -0.36, y - 0.75 * (side - 0.19) - 0.5 * step(0.26, 0.33, side));
}

/** Whiskers before the ears. */
export const sideburns = (head: AverageHead): Draft =>
  jawBeard(head, {
    name: "sideburns",
    growth: burns,
    size: ([, y]: Vec) => 0.07 + 0.03 * step(-0.05, -0.3, y),
    fall: ([x], t) => [0.15 * Math.sign(x), -1, 0.35 - 0.2 * t],
    sway: 0.9,
    layers: [
      ["beard", 0.2, 0.026, 0.7, 0.3, 0.008, 0.052],
      ["beard", 0.35, 0.03, 1, 0.5, 0.016, 0.05],
      ["strand", 0.4, 0.036, 1.1, 0.6, 0.02, 0.036],
      ["wisp", 0.3, 0.05, 1.15, 0.8, 0.022, 0.04],
    ],
  });

/** Mutton chops: whiskers that broaden over the cheeks, stand off the jaw and run into a moustache; the chin is shaven. */
export function muttonChops(head: AverageHead): Draft {
  const whiskers = jawBeard(head, {
    name: "mutton chops",
    growth: chops,
    size: ([, y]: Vec) => 0.08 + 0.12 * step(-0.1, -0.42, y),
    fall: ([x], t) => [0.3 * Math.sign(x), -1, 0.5 - 0.3 * t],
    sway: 1.3,
    layers: [
      ["beard", 0.18, 0.036, 0.7, 0.35, 0.01, 0.066],
      ["beard", 0.35, 0.038, 1, 0.7, 0.03, 0.064],
      ["strand", 0.4, 0.046, 1.1, 0.9, 0.04, 0.042],
      ["wisp", 0.3, 0.06, 1.15, 1, 0.042, 0.045],
    ],
  });
  return merge(whiskers, lipBeard(head, { name: "moustache of the mutton chops", length: 1.2, lift: 1.1, wide: 0.02, fall: (far, t) => [1.05, -0.45 - 0.5 * far * t] }));
}

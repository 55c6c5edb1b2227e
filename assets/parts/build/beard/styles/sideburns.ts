import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { jawBeard } from "./jaw.ts";

/** From the temples down the jaw, broad below, chin and lip shaved. */
function chops([x, y, z]: Vec): number {
  const low = step(0.05, -0.3, y);
  const front = -0.02 + 0.24 * low;
  const back = -0.07 + 0.05 * low;
  return step(0.06, 0.02, y) * step(-0.5, -0.42, y + 0.5 * (z - 0.1)) * step(front + 0.03, front - 0.03, z) * step(back - 0.02, back + 0.05, z) * step(0.25, 0.29, Math.abs(x));
}

/** Mutton chops: whiskers before the ears that broaden on the jaw and stand off it. */
export const sideburns = (head: AverageHead): Draft =>
  jawBeard(head, {
    name: "sideburns",
    growth: chops,
    size: ([, y]: Vec) => 0.07 + 0.1 * step(-0.05, -0.35, y),
    fall: ([x], t) => [0.25 * Math.sign(x), -1, 0.5 - 0.2 * t],
    sway: 1.3,
    layers: [
      ["beard", 0.2, 0.026, 0.7, 0.35, 0.01, 0.055],
      ["beard", 0.35, 0.03, 1, 0.7, 0.026, 0.055],
      ["strand", 0.4, 0.04, 1.1, 0.9, 0.034, 0.04],
      ["wisp", 0.3, 0.05, 1.15, 1, 0.036, 0.045],
    ],
  });

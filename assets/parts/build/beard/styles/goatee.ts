import { type Draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { beardGrowth } from "../growth.ts";
import { jawBeard } from "./jaw.ts";
import { lipBeard } from "./lip.ts";

/** The chin, a tuft below the lip, and a strip up to the corners of the mouth. */
export function chin(point: Vec): number {
  const [x, y, z] = point;
  const side = Math.abs(x);
  const wide = 0.165 - 0.05 * step(-0.6, -0.7, y);
  return Math.min(1, beardGrowth(point) + step(-0.44, -0.47, y) * step(0.06, 0.04, side)) * step(wide + 0.04, wide - 0.05, side) * step(0.2, 0.3, z) * step(-0.33, -0.39, y);
}

/** A chin beard with a moustache that runs into it. */
export function goatee(head: AverageHead): Draft {
  const beard = jawBeard(head, {
    name: "goatee",
    growth: chin,
    size: ([x, y]: Vec) => 0.05 + 0.1 * step(-0.44, -0.6, y) * step(0.18, 0.04, Math.abs(x)),
    fall: (point) => [-1.2 * point[0], -1, 0.04],
    layers: [
      ["beard", 0.2, 0.026, 0.7, 0.2, 0.006, 0.058],
      ["beard", 0.4, 0.029, 0.95, 0.32, 0.011, 0.056],
      ["beard", 0.55, 0.036, 1.1, 0.42, 0.017, 0.045],
      ["strand", 0.35, 0.042, 1.1, 0.45, 0.016, 0.04],
      ["wisp", 0.25, 0.055, 1.1, 0.5, 0.018, 0.045],
    ],
  });
  return merge(beard, lipBeard(head, { name: "moustache of the goatee", length: 0.85, lift: 0.55, fall: (far, t) => [0.75, -0.6 - 1.3 * far * t] }));
}

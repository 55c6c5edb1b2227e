import { type Draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { beardGrowth } from "../growth.ts";
import { jawBeard } from "./jaw.ts";
import { lipBeard } from "./lip.ts";

/** A trimmed beard that follows the jaw. */
export function shortBeard(head: AverageHead): Draft {
  const beard = jawBeard(head, {
    name: "short beard",
    // The throat folds when the jaw drops, and would swallow hair as short as this.
    growth: (p) => beardGrowth(p) * step(-0.66, -0.6, p[1]),
    size: ([x, y]: Vec) => 0.05 + 0.035 * step(-0.3, -0.58, y) * step(0.36, 0.1, Math.abs(x)),
    sway: 0.7,
    layers: [
      ["stubble", 0.1, 0.04, 0.7, 0.15, 0.006, 0.07],
      ["beard", 0.15, 0.042, 0.95, 0.2, 0.007, 0.08],
      ["beard", 0.25, 0.043, 1.1, 0.3, 0.011, 0.075],
      ["beard", 0.4, 0.05, 1.25, 0.45, 0.014, 0.068],
      ["wisp", 0.4, 0.07, 1.2, 0.7, 0.02, 0.045],
    ],
  });
  const lip = lipBeard(head, {
    name: "moustache of the short beard",
    length: 0.72,
    lift: 0.7,
  });
  return merge(beard, lip);
}

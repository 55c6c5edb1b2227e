import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { mix, step, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { crop, shortSides } from "./crop.ts";

/** Straight back over the top, back and ever more down at the sides and behind. */
function comb([x, y, z]: Vec): Vec {
  const back = step(-0.15, -0.5, z);
  const side = step(0.42, 0.12, y);
  return mix([0.15 * x, 0.1, -1], [0.1 * x, -0.35 - 0.9 * back, -1 + 0.9 * back], Math.max(side, back));
}

/** Hair combed back close and shining, its furrows left by the comb. */
export const slickHair = (head: AverageHead): Draft =>
  crop(head, {
    name: "slicked back hair",
    over: (p) => overCrop(p, 0.07),
    comb,
    // At the nape it is cut.
    length: (p) => shortSides(0.72)(p) * (1 - 0.45 * step(0.1, -0.2, p[1]) * step(-0.2, -0.4, p[2])),
    sway: [0.04, 0.04],
    locks: [0.09, 0.16],
    edge: 0.16,
    closed: 0.2,
    layers: [
      { cell: "dense", from: [0.012, 0.03], spacing: 0.088, lift: 0.02, length: 0.5, width: 0.1, rise: 0.22 },
      { cell: "dense", from: [0.02, 0.05], spacing: 0.08, lift: 0.034, length: 0.62, width: 0.07, rise: 0.3, only: "top" },
      { cell: "strand", from: [0.004, 0.03], spacing: 0.062, lift: 0.034, length: 0.6, width: 0.05, rise: 0.28 },
      { cell: "strand", from: [-0.006, 0.004], to: [0.05, 0.035], spacing: 0.03, lift: 0.012, length: 0.34, width: 0.04, rise: 0.25 },
    ],
  });

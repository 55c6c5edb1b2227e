import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, mix, step, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { combBack, crop, shortSides } from "./crop.ts";

/** Where the parting runs, units to the left. */
const PARTING = 0.2;

/** Away from the parting on top, over to the right in a bow; back and down at the sides. */
function comb(point: Vec): Vec {
  const [x, y, z] = point;
  const side = Math.sign(x - PARTING || 1);
  const top = step(0.26, 0.44, y) * step(-0.3, -0.08, z);
  const over: Vec = [side, side > 0 ? -0.6 : -0.1, -0.35 - 0.3 * step(0.2, 0.42, z)];
  return mix(add(combBack(point), [0, -0.35, 0]), over, top);
}

/** A gentleman's cut with a side parting, short at the sides. */
export const sideParting = (head: AverageHead): Draft =>
  crop(head, {
    name: "side parting",
    over: (p) => {
      const away = Math.abs(p[0] - PARTING) + step(-0.02, -0.12, p[2]);
      return Math.min(overCrop(p, 0.03), 3 * away - 0.004);
    },
    comb,
    length: shortSides(0.5),
    sway: [0.12, 0.1],
    whorl: [PARTING, 0.6, -0.16],
    edge: 0.2,
    closed: 0.2,
    layers: [
      { cell: "dense", from: [0.015, 0.04], spacing: 0.07, lift: 0.014, length: 0.26, width: 0.11, rise: 0.25 },
      { cell: "dense", from: [0.012, 0.03], spacing: 0.073, lift: 0.042, length: 0.36, width: 0.1, rise: 0.45 },
      { cell: "strand", from: [0.02, 0.06], spacing: 0.092, lift: 0.052, length: 0.36, width: 0.065, rise: 0.55 },
      { cell: "dense", from: [-0.004, 0.004], to: [0.06, 0.04], spacing: 0.046, lift: 0.014, length: 0.2, width: 0.062, rise: 0.35 },
      { cell: "strand", from: [-0.008, 0.008], to: [0.05, 0.03], spacing: 0.046, lift: 0.014, length: 0.17, width: 0.044, rise: 0.45 },
      { cell: "wisp", from: [0.04, 0.12], spacing: 0.13, lift: 0.055, length: 0.3, width: 0.065, rise: 0.8 },
    ],
  });

import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, step } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { combDown, crop, shortSides } from "./crop.ts";

/** Tousled hair: thick locks every way, over the forehead and the tops of the ears. */
export const messyHair = (head: AverageHead): Draft =>
  crop(head, {
    name: "messy hair",
    over: (p) => overCrop(p),
    comb: (p) => add(combDown(p), [0.5 * step(0.2, 0.5, p[1]), 0, 0]),
    length: shortSides(0.75),
    sway: [0.9, 0.45],
    edge: 0.2,
    closed: 0.2,
    layers: [
      { cell: "dense", from: [0.02, 0.05], spacing: 0.084, lift: 0.02, length: 0.24, width: 0.115, rise: 0.35 },
      { cell: "dense", from: [0.01, 0.05], spacing: 0.076, lift: 0.065, length: 0.32, width: 0.1, rise: 1.1 },
      { cell: "dense", from: [0.06, 0.14], spacing: 0.1, lift: 0.1, length: 0.34, width: 0.085, rise: 1.7 },
      { cell: "strand", from: [0.0, 0.05], spacing: 0.085, lift: 0.085, length: 0.34, width: 0.06, rise: 1.4 },
      { cell: "wisp", from: [0.02, 0.08], spacing: 0.12, lift: 0.12, length: 0.32, width: 0.065, rise: 1.9 },
      { cell: "strand", from: [-0.004, 0.012], to: [0.06, 0.04], spacing: 0.036, lift: 0.02, length: 0.18, width: 0.05, rise: 0.6 },
    ],
  });

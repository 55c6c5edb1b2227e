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
    sway: [1.1, 0.2],
    locks: [0.1, 0.4],
    edge: 0.2,
    closed: 0.2,
    layers: [
      { cell: "dense", from: [0.02, 0.05], spacing: 0.084, lift: 0.02, length: 0.28, width: 0.1, rise: 0.35 },
      { cell: "dense", from: [0.01, 0.05], spacing: 0.084, lift: 0.06, length: 0.4, width: 0.07, rise: 1.0 },
      { cell: "strand", from: [0.02, 0.06], spacing: 0.064, lift: 0.075, length: 0.42, width: 0.052, rise: 1.1 },
      { cell: "dense", from: [0.06, 0.14], spacing: 0.14, lift: 0.1, length: 0.42, width: 0.06, rise: 1.5 },
      { cell: "wisp", from: [0.02, 0.08], spacing: 0.13, lift: 0.12, length: 0.38, width: 0.06, rise: 1.7 },
      { cell: "strand", from: [-0.004, 0.012], to: [0.06, 0.04], spacing: 0.038, lift: 0.02, length: 0.24, width: 0.046, rise: 0.6 },
    ],
  });

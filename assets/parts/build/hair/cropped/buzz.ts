import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { overCrop } from "../hairline.ts";
import { combDown, crop, shortSides } from "./crop.ts";

/** Hair shorn to some millimetres, a little longer on top. */
export const buzzCut = (head: AverageHead): Draft =>
  crop(head, {
    name: "buzz cut",
    over: (p) => overCrop(p, 0.03),
    comb: combDown,
    length: shortSides(0.75),
    sway: [0.3, 0.4],
    layers: [
      { cell: "stubble", from: [-0.015, 0.02], spacing: 0.044, lift: 0.004, length: 0.11, width: 0.11, rise: 0.15 },
      { cell: "stubble", from: [0.01, 0.06], spacing: 0.046, lift: 0.012, length: 0.1, width: 0.1, rise: 0.4 },
      { cell: "stubble", from: [0.06, 0.2], spacing: 0.062, lift: 0.02, length: 0.08, width: 0.09, rise: 0.8 },
    ],
  });

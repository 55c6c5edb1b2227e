import type { Draft } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import { mix, step, type Vec } from "../core/vector.ts";
import { combDown, crop, shortSides } from "./cropped/crop.ts";
import { overCrop } from "./hairline.ts";

/** From the crown forward and to one side, a little up over the forehead; down at the sides, back behind the temples. */
function comb(point: Vec): Vec {
  const [x, y, z] = point;
  const front = step(-0.05, 0.3, z) * step(0.25, 0.42, y);
  return mix(combDown(point), [-0.75, 0.25, 0.62 - 0.3 * Math.abs(x)], 0.75 * front);
}

/** Short hair, two to three centimetres on top and swept to one side, shorter down to the ears and the nape. */
export const shortHair = (head: AverageHead): Draft =>
  crop(head, {
    name: "short hair",
    over: (p) => overCrop(p, 0.02),
    comb,
    length: shortSides(0.58),
    sway: [0.25, 0.16],
    locks: [0.12, 0.3],
    closed: 0.2,
    layers: [
      { cell: "dense", from: [0.02, 0.05], spacing: 0.08, lift: 0.014, length: 0.26, width: 0.115, rise: 0.35 },
      { cell: "dense", from: [0.01, 0.04], spacing: 0.074, lift: 0.05, length: 0.3, width: 0.095, rise: 0.8 },
      { cell: "dense", from: [0.06, 0.12], spacing: 0.1, lift: 0.07, length: 0.3, width: 0.085, rise: 0.8 },
      { cell: "strand", from: [0.02, 0.06], spacing: 0.094, lift: 0.07, length: 0.29, width: 0.055, rise: 0.9 },
      { cell: "wisp", from: [0.04, 0.12], spacing: 0.15, lift: 0.085, length: 0.26, width: 0.06, rise: 1.1 },
      { cell: "dense", from: [-0.004, 0.006], to: [0.07, 0.05], spacing: 0.043, lift: 0.01, length: 0.17, width: 0.06, rise: 0.25 },
      { cell: "strand", from: [-0.01, 0.004], to: [0.03, 0.02], spacing: 0.044, lift: 0.01, length: 0.14, width: 0.045, rise: 0.4 },
      { cell: "stubble", from: [-0.018, -0.004], to: [0.02, 0.01], spacing: 0.044, lift: 0.003, length: 0.06, width: 0.06, rise: 0.1 },
    ],
  });

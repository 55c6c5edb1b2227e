import type { Draft } from "../core/mesh.ts";
import type { AverageHead } from "../core/skin.ts";
import { mix, step, type Vec } from "../core/vector.ts";
import { CROWN, combDown, crop, shortSides } from "./cropped/crop.ts";
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
    edge: 0.2,
    whorl: CROWN,
    layers: [
      { cell: "dense", from: [0.02, 0.05], spacing: 0.084, lift: 0.012, length: 0.3, width: 0.115, rise: 0.25 },
      { cell: "strand", from: [0.05, 0.1], spacing: 0.05, lift: 0.03, length: 0.46, width: 0.05, rise: 0.3, only: "sides" },
      { cell: "wisp", from: [0.04, 0.1], spacing: 0.085, lift: 0.04, length: 0.44, width: 0.05, rise: 0.4, only: "sides" },
      { cell: "dense", from: [0.01, 0.04], spacing: 0.078, lift: 0.05, length: 0.32, width: 0.09, rise: 0.8, only: "top" },
      { cell: "dense", from: [0.06, 0.12], spacing: 0.1, lift: 0.07, length: 0.32, width: 0.08, rise: 0.8, only: "top" },
      { cell: "strand", from: [0.01, 0.05], spacing: 0.07, lift: 0.07, length: 0.36, width: 0.05, rise: 0.9, only: "top" },
      { cell: "wisp", from: [0.04, 0.12], spacing: 0.15, lift: 0.085, length: 0.3, width: 0.06, rise: 1.1 },
      { cell: "strand", from: [-0.004, 0.006], to: [0.07, 0.05], spacing: 0.034, lift: 0.012, length: 0.2, width: 0.045, rise: 0.3 },
    ],
  });

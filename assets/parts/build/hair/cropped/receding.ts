import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { mix, step, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { combDown, crop, shortSides } from "./crop.ts";

/** How far the corners over the temples have gone back, units. */
const CORNERS = 0.17;

/** Back and a little to one side on top, down at the sides. */
const comb = (point: Vec): Vec => mix(combDown(point), [-0.35, 0.15, -0.8], step(0.3, 0.44, point[1]) * step(-0.35, 0.05, point[2]));

/** Short hair that has gone from the corners over the temples: a peak is left in the middle of the forehead, thin as all of the top. */
export const recedingHair = (head: AverageHead): Draft =>
  crop(head, {
    name: "receding hair",
    over: (p) => overCrop(p, CORNERS),
    comb,
    length: shortSides(0.62),
    sway: [0.12, 0.14],
    locks: [0.1, 0.3],
    edge: 0.26,
    closed: 0.14,
    layers: [
      { cell: "dense", from: [0.03, 0.08], spacing: 0.086, lift: 0.012, length: 0.27, width: 0.11, rise: 0.25 },
      { cell: "strand", from: [0.05, 0.1], spacing: 0.052, lift: 0.03, length: 0.44, width: 0.05, rise: 0.3, only: "sides" },
      { cell: "wisp", from: [0.04, 0.1], spacing: 0.09, lift: 0.036, length: 0.4, width: 0.05, rise: 0.4, only: "sides" },
      { cell: "strand", from: [0.01, 0.09], spacing: 0.05, lift: 0.034, length: 0.32, width: 0.05, rise: 0.4, only: "top" },
      { cell: "wisp", from: [0.0, 0.06], spacing: 0.07, lift: 0.044, length: 0.32, width: 0.055, rise: 0.55, only: "top" },
      { cell: "strand", from: [-0.006, 0.006], to: [0.06, 0.045], spacing: 0.045, lift: 0.012, length: 0.2, width: 0.042, rise: 0.3 },
    ],
  });

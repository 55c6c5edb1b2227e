import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { type CropLayer, crop } from "./crop.ts";

const LAYERS: CropLayer[] = [
  { cell: "dense", from: [0.04, 0.12], spacing: 0.068, lift: 0.012, length: 0.2, width: 0.1, rise: 0.3 },
  { cell: "dense", from: [0.07, 0.15], spacing: 0.078, lift: 0.03, length: 0.24, width: 0.09, rise: 0.6 },
  { cell: "strand", from: [-0.02, 0.07], spacing: 0.052, lift: 0.02, length: 0.24, width: 0.045, rise: 0.4 },
  { cell: "wisp", from: [-0.09, 0.05], spacing: 0.062, lift: 0.02, length: 0.22, width: 0.05, rise: 0.45 },
];

/** A bald crown: a wreath from temple to temple. */
export const baldingCrown = (head: AverageHead): Draft =>
  crop(head, {
    name: "balding crown",
    over: (p) => Math.min(overCrop(p, 0.1), wreath(p)),
    comb: ([x, y, z]: Vec) => [x * 0.3, -1, -0.5 * step(-0.45, -0.2, z) + 0.2 * y],
    length: () => 0.85,
    sway: [0.25, 0.15],
    edge: 9,
    layers: LAYERS,
  });

/** How far below the wreath's upper edge, which falls towards the temples. */
const wreath = ([, y, z]: Vec) => 0.34 - 0.06 * step(-0.1, 0.2, z) - 0.2 * step(0.2, 0.32, z) - y;

import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { mix, step, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { CROWN, combDown, crop } from "./crop.ts";

/** Forward and up over the forehead, from the crown down at the sides and behind. */
const comb = (point: Vec): Vec => mix(combDown(point), [0.4 * point[0], 0.4, 0.7], step(0.34, 0.46, point[1]) * step(-0.3, 0, point[2]));

/** A crew cut: brushed up on top, shorn at the sides and behind. */
export const crewCut = (head: AverageHead): Draft =>
  crop(head, {
    name: "crew cut",
    over: (p) => overCrop(p, 0.04),
    comb,
    length: ([, y, z]) => 0.3 + 0.7 * step(0.28, 0.46, y) * (0.75 + 0.25 * step(-0.3, 0.3, z)),
    sway: [0.2, 0.3],
    locks: [0.09, 0.3],
    edge: 9,
    closed: 0.14,
    whorl: CROWN,
    layers: [
      { cell: "dense", from: [0.03, 0.1], spacing: 0.062, lift: 0.016, length: 0.13, width: 0.075, rise: 0.9, only: "top" },
      { cell: "strand", from: [0.0, 0.05], spacing: 0.05, lift: 0.03, length: 0.16, width: 0.05, rise: 1.2, only: "top" },
    ],
  });

import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { fall } from "./fall.ts";

/** Straight hair parted in the middle, down to the shoulders' blades. */
export const longHair = (head: AverageHead): Draft =>
  fall(head, {
    name: "long hair",
    parting: 0.012,
    bottom: [
      [0, -0.98],
      [1.6, -1.08],
      [Math.PI, -1.14],
    ],
    ragged: 0.05,
    volume: 0.045,
    hang: 0.75,
    spacing: 1.14,
  });

import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { fall } from "./fall.ts";

/** Long hair in loose waves, parted beside the middle. */
export const wavyHair = (head: AverageHead): Draft =>
  fall(head, {
    name: "wavy hair",
    parting: 0.1,
    bottom: [
      [0, -0.86],
      [1.6, -0.95],
      [Math.PI, -1.02],
    ],
    ragged: 0.07,
    volume: 0.075,
    hang: 0.95,
    spacing: 1.14,
    wave: [0.034, 0.34],
  });

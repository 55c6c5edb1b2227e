import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { fall } from "./fall.ts";

const BOB = {
  bottom: [
    [0, -0.5],
    [1.6, -0.46],
    [Math.PI, -0.42],
  ] as [number, number][],
  ragged: 0.015,
  volume: 0.055,
  hang: 1,
  spacing: 1.09,
};

/** Hair cut at the chin, parted to the left. */
export const bob = (head: AverageHead): Draft => fall(head, { name: "bob", parting: 0.13, ...BOB });

/** The same with a fringe down to the brows. */
export const bobBangs = (head: AverageHead): Draft =>
  fall(head, { name: "bob with bangs", parting: 0.01, fringe: 0.13, ...BOB });

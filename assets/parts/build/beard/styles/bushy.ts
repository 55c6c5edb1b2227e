import { type Draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { jawBeard } from "./jaw.ts";
import { lipBeard } from "./lip.ts";

/** A wild beard that stands off on all sides. */
export function bushyBeard(head: AverageHead): Draft {
  const beard = jawBeard(head, {
    name: "bushy beard",
    size: ([x, y]: Vec) => 0.13 + 0.17 * step(-0.25, -0.58, y) * step(0.4, 0.1, Math.abs(x)),
    sway: 2,
    layers: [
      ["beard", 0.12, 0.043, 0.6, 0.5, 0.02, 0.08],
      ["beard", 0.3, 0.044, 0.85, 1, 0.05, 0.08],
      ["beard", 0.4, 0.058, 1, 1.5, 0.08, 0.07],
      ["strand", 0.4, 0.06, 1.1, 1.7, 0.09, 0.05],
      ["wisp", 0.3, 0.085, 1.15, 1.9, 0.1, 0.055],
    ],
  });
  return merge(beard, lipBeard(head, { name: "moustache of the bushy beard", length: 1.2, lift: 1.5 }));
}

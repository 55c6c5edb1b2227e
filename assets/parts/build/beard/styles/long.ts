import { type Draft, merge } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { beardFall } from "../growth.ts";
import { jawBeard } from "./jaw.ts";
import { lipBeard } from "./lip.ts";

/** A patriarch's beard down to the breast, drawn together to a soft point. */
export function longBeard(head: AverageHead): Draft {
  const size = ([x, y]: Vec) => 0.07 + 0.52 * step(-0.3, -0.58, y) * step(0.34, 0.06, Math.abs(x));
  const fall = (point: Vec, t: number): Vec => {
    const [x, y, z] = beardFall(point);
    return [x - 1.1 * point[0] * step(0.25, 0.8, t), y, z - 0.12 * t];
  };
  const beard = jawBeard(head, {
    name: "long beard",
    size,
    fall,
    layers: [
      ["beard", 0.15, 0.042, 0.5, 0.35, 0.012, 0.075],
      ["beard", 0.4, 0.05, 0.8, 0.6, 0.03, 0.08],
      ["dense", 0.55, 0.055, 1, 0.75, 0.045, 0.07],
      ["strand", 0.6, 0.06, 1.08, 0.9, 0.055, 0.045],
      ["wisp", 0.5, 0.085, 1.1, 1, 0.055, 0.05],
    ],
  });
  return merge(beard, lipBeard(head, { name: "moustache of the long beard", length: 1.35 }));
}

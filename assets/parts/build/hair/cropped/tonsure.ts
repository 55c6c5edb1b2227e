import type { Draft } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { dot, length, scale, step, sub, unit, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { combDown, crop } from "./crop.ts";

/** Middle of the skull's dome, and the way from it to the middle of the shaven crown. */
const MIDDLE: Vec = [0, 0.1, -0.1];
const CROWN: Vec = unit([0, 1, -0.24]);
/** Angle of the ring's upper edge from the middle of the crown, radians. */
const EDGE = 0.74;

/** How far outside the shaven crown, units. */
const ring = (point: Vec): number => {
  const out = sub(point, MIDDLE);
  return (Math.acos(Math.min(1, dot(unit(out), CROWN))) - EDGE) * length(out);
};

/** Down from the crown on all sides, ends level over the forehead. */
function comb(point: Vec): Vec {
  const [x, , z] = point;
  const away = sub(sub(point, MIDDLE), scale(CROWN, dot(sub(point, MIDDLE), CROWN)));
  const flat = unit(away);
  const side = step(0.45, 0.1, point[1]);
  const down = combDown(point);
  return [flat[0] * (1 - side) + down[0] * side, -0.5 - 0.5 * side, flat[2] * (1 - side) + down[2] * side + 0.1 * step(0.1, 0.3, z) * (1 - Math.abs(x))];
}

/** A monk's ring of cropped hair about a shaven crown. */
export const tonsure = (head: AverageHead): Draft =>
  crop(head, {
    name: "tonsure",
    over: (p) => Math.min(overCrop(p), ring(p)),
    comb,
    length: () => 0.9,
    sway: [0.12, 0.1],
    locks: [0.1, 0.3],
    edge: 9,
    layers: [
      { cell: "dense", from: [0.012, 0.04], spacing: 0.09, lift: 0.014, length: 0.24, width: 0.1, rise: 0.3 },
      { cell: "dense", from: [0.03, 0.07], spacing: 0.09, lift: 0.036, length: 0.28, width: 0.085, rise: 0.6 },
      { cell: "strand", from: [-0.002, 0.02], spacing: 0.076, lift: 0.034, length: 0.26, width: 0.05, rise: 0.5 },
      { cell: "wisp", from: [0.0, 0.05], spacing: 0.14, lift: 0.044, length: 0.25, width: 0.055, rise: 0.7 },
    ],
  });

import { type Draft, draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { curve, unit, type Vec } from "../../core/vector.ts";
import { band, bundle } from "./bundle.ts";
import { gather } from "./gather.ts";

const TIE: Vec = [0, 0.36, -0.58];
const LINE = curve([TIE, [0, 0.4, -0.7], [0, 0.27, -0.84], [0, -0.06, -0.87], [0, -0.42, -0.8], [0, -0.74, -0.74]], 6);
const UP: Vec = [0, 0.4, -1];
const RADIUS: [number, number][] = [
  [0, 0.07],
  [0.07, 0.062],
  [0.3, 0.125],
  [0.6, 0.13],
  [0.85, 0.085],
  [1, 0.03],
];

/** Hair combed back and tied high at the back of the head, its end hanging free. */
export function ponytail({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("ponytail");
  gather(out, skull, rng, { tie: TIE, axis: unit([0, 0.35, -1]) });
  bundle(out, { line: LINE, up: UP, radius: RADIUS, count: 120, width: 0.085, rng });
  band(out, LINE, UP, { at: 0.07, radius: 0.076, wide: 0.05 });
  return out;
}

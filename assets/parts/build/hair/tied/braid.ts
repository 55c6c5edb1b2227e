import { type Draft, draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { curve, unit, type Vec } from "../../core/vector.ts";
import { gather } from "./gather.ts";
import { plait } from "./plait.ts";

const TIE: Vec = [0, -0.02, -0.62];
const BRAID = {
  line: curve([TIE, [0, -0.13, -0.68], [0, -0.32, -0.67], [0, -0.55, -0.66], [0, -0.84, -0.66]], 5),
  up: [0, 0.1, -1] as Vec,
  size: 0.11,
  winds: 3.6,
};

/** Hair combed back into one braid down the back. */
export function braid({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("braid");
  gather(out, skull, rng, { tie: TIE, axis: unit([0, -0.4, -1]), loose: 1.2 });
  plait(out, { ...BRAID, tuft: 0.14, rng });
  return out;
}

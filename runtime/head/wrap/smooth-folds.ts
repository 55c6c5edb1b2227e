import { timesRows } from "../../mesh/sparse-rows.ts";
import type { Anatomy } from "../anatomy/anatomy.ts";
import { findFolds } from "./find-folds.ts";
import { wrapPlan } from "./wrap-plan.ts";

/** Rounds that smooth moves, and rounds after them that smooth places, for what is folded in the first head as well. */
const ROUNDS = [6, 12] as const;
/** Passes over a fold in each round. */
const PASSES = 4;

/**
 * Evens out where the skin has folded, as at the corners of a mouth that was shut: moves there become the mean of those around,
 * then places.
 * @param start F32 [P, 3] a head without folds. @param control F32 [P, 3] changed in place.
 */
export function smoothFolds(anatomy: Anatomy, start: Float32Array, control: Float32Array): void {
  const { refined, laplacian, seen } = wrapPlan(anatomy);
  const rest = timesRows(refined, start, new Float64Array(3 * seen.length));
  const now = new Float64Array(rest.length);
  const moves = new Float64Array(3 * anatomy.skinVertices);
  const bend = new Float64Array(moves.length);
  for (let round = 0; round < ROUNDS[0] + ROUNDS[1]; round++) {
    const from = round < ROUNDS[0] ? 1 : 0;
    const folded = new Uint8Array(seen.length);
    if (findFolds(anatomy.skin.triangles, rest, timesRows(refined, control, now), folded) === 0) return;
    for (let pass = 0; pass < PASSES; pass++) {
      for (let i = 0; i < moves.length; i++) moves[i] = control[i] - from * start[i];
      timesRows(laplacian, moves, bend);
      // A cage vertex has the number of its refined point.
      for (let i = 0; i < moves.length; i++) if (folded[Math.floor(i / 3)]) control[i] -= bend[i];
    }
  }
}

import { makeOutline, type Outline } from "../outline.ts";
import { BROWS, EYELIDS } from "../template-regions.ts";
import type { HeadShape } from "../template-shape.ts";
import type { Weights } from "../weights.ts";

/** A blink beyond which lids are painted, though an edited head's own outlines may still be open. */
const SHUT = 0.8;
/** So many of an eyelid outline's corners, from corner to corner of the eye, are the lower lid's. */
const LOWER_LID = 9;
/** Irises (MediaPipe landmark ids): the middle, then its rim. */
const IRISES = { right: [468, 469, 470, 471, 472], left: [473, 474, 475, 476, 477] };

/** Brow and eye of one side of a face, in the front view. */
export interface FaceSide {
  brow: Outline;
  lids: Outline;
  /** Of the iris. */
  middle: number[];
  radius: number;
  /** Of the eyeball's centre: what lies behind it is no face. */
  depth: number;
  shut: boolean;
}

/** x and y of landmarks in the front view. */
export const outlineOf = ({ landmarks }: HeadShape, ids: readonly number[]) =>
  ids.map((id) => [landmarks[id * 3], landmarks[id * 3 + 1]]);

/**
 * Both sides of a face, the right one (x ≤ 0) first.
 * @param weights blinks shut the eyes. @param lift units by which brows are raised at the middle of the face.
 */
export function faceSides(shape: HeadShape, weights: Weights, lift: number): [FaceSide, FaceSide] {
  const sideOf = (side: "right" | "left"): FaceSide => {
    const [middle, ...rim] = outlineOf(shape, IRISES[side]);
    const radius = rim.reduce((sum, [x, y]) => sum + Math.hypot(x - middle[0], y - middle[1]) / rim.length, 0);
    const arch = outlineOf(shape, BROWS[side]).map(([x, y]) => [x, y + lift * Math.max(0, 1 - Math.abs(x) / 0.3)]);
    const shut = (weights[side === "left" ? "eyeBlinkLeft" : "eyeBlinkRight"] ?? 0) > SHUT;
    const lids = outlineOf(shape, EYELIDS[side]);
    return {
      brow: makeOutline(arch, true),
      // Shut lids meet at the lower one.
      lids: makeOutline(shut ? lids.slice(0, LOWER_LID) : lids, !shut),
      middle,
      radius,
      depth: shape.eyes[side].center[2],
      shut,
    };
  };
  return [sideOf("right"), sideOf("left")];
}

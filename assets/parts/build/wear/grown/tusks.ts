import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { beforeFace } from "../../core/stand-off.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, type Vec } from "../../core/vector.ts";

/** Where the lips of the average head meet at a share of the way to the left corner. */
function seam({ landmark }: AverageHead, share: number): Vec {
  const [corner, upper, lower] = [landmark(291), landmark(13), landmark(14)];
  const middle = (upper[1] + lower[1]) / 2;
  return [corner[0] * share, middle + (corner[1] - middle) * share ** 2, lower[2] + (corner[2] - lower[2]) * share ** 2];
}

/** Where the left tusk leaves the lower lip of the average head. */
export const tuskRoot = (head: AverageHead): Vec => add(seam(head, 0.78), [0, -0.016, -0.03]);
export const boarRoot = (head: AverageHead): Vec => add(seam(head, 0.8), [0, -0.016, -0.03]);

/** Shares of a tusk's way up, how far out to the side and before the face it is there, and how high. */
type Way = [out: number, up: number, before: number][];

/**
 * A pair that grows out of the lower jaw, through the seam of the lips and up before the upper one without touching it.
 * @param out how far the tusk's axis lies before the lips where it leaves them: little, so that they close around its foot. @param within where it starts in the mouth, from the root.
 */
function pairOfTusks(
  head: AverageHead,
  level: number,
  { root, way, radius, flat, out, within }: { root: Vec; way: Way; radius: number; flat: number; out: number; within: Vec },
): Draft {
  const left = draft();
  const points = way.map(([aside, up, before]) => beforeFace(head.skin, root[0] + aside, root[1] + 0.012 + up, before));
  const foot = beforeFace(head.skin, root[0], root[1] + 0.014, out);
  sweep(left, curve([add(root, within), foot, ...points], level === 0 ? 5 : 2), {
    outline: ellipse(level === 0 ? 12 : 7, flat),
    radius: (t) => radius * Math.max(0.03, 1 - t ** 1.6) * (1 - 0.18 * (1 - t) ** 4) + 0.0007 * Math.sin(46 * t),
    up: [0, 0, 1],
    patch: { u: [0, 1], v: [0, 1] },
  });
  return merge(left, mirrored(left));
}

/** A pair of tusks that grow from the lower jaw over the upper lip. */
export const tusks = (head: AverageHead, level: number): Draft =>
  pairOfTusks(head, level, { root: tuskRoot(head), way: [[0.008, 0.03, 0.026], [0.024, 0.085, 0.034], [0.03, 0.155, 0.042]], radius: 0.034, flat: 0.88, out: 0.008, within: [-0.004, -0.06, -0.04] });

/** A boar's: broader, out from the corners of the mouth and up in a wide bow. */
export const boarTusks = (head: AverageHead, level: number): Draft =>
  pairOfTusks(head, level, { root: boarRoot(head), way: [[0.035, 0.005, 0.05], [0.1, 0.04, 0.1], [0.14, 0.12, 0.13], [0.125, 0.215, 0.13]], radius: 0.04, flat: 0.78, out: -0.006, within: [-0.03, -0.012, -0.09] });

import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, type Vec } from "../../core/vector.ts";

/** Where the left tusk leaves the lip of the average head. */
export function tuskRoot({ landmark }: AverageHead): Vec {
  const corner = landmark(291);
  const middle = landmark(14);
  return [corner[0] * 0.66, middle[1] - 0.02, (corner[2] + middle[2]) / 2 - 0.035];
}

/** A pair of tusks that grow from the lower jaw over the upper lip. */
export function tusks(head: AverageHead, level: number): Draft {
  const left = draft();
  const root = tuskRoot(head);
  const line = curve(
    [add(root, [-0.004, -0.045, -0.03]), root, add(root, [0.012, 0.045, 0.05]), add(root, [0.026, 0.11, 0.055]), add(root, [0.03, 0.165, 0.028])],
    level === 0 ? 5 : 2,
  );
  sweep(left, line, {
    outline: ellipse(level === 0 ? 12 : 7, 0.88),
    radius: (t) => 0.033 * Math.max(0.03, 1 - t ** 1.6) + 0.0007 * Math.sin(46 * t),
    up: [0, 0, 1],
    patch: { u: [0, 1], v: [0, 1] },
  });
  return merge(left, mirrored(left));
}

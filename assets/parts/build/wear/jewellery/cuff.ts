import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, sampled, type Vec } from "../../core/vector.ts";

/** The rim of the left ear in its upper half, where a cuff is pushed on: what stands out furthest at that height. */
export function earRim({ skin }: AverageHead): Vec {
  let rim: Vec = [0, 0, 0];
  for (let v = 0; v < skin.positions.length; v += 3) {
    const [x, y, z] = skin.positions.subarray(v, v + 3);
    if (x > rim[0] && Math.abs(y + 0.035) < 0.02 && z > -0.35 && z < 0.05) rim = [x, y, z];
  }
  return rim;
}

/** A pair of broad open rings that clasp the rims of the ears. */
export function earCuffs(head: AverageHead, level: number): Draft {
  const left = draft();
  const center = add(earRim(head), [-0.012, 0, 0.006]);
  const line = sampled(level === 0 ? 20 : 10, (t): Vec => {
    const angle = 0.75 * Math.PI - 1.55 * Math.PI * t;
    return add(center, [0.026 * Math.cos(angle), 0, 0.026 * Math.sin(angle)]);
  });
  for (const [off, wide] of [
    [0, 0.014],
    [0.026, 0.006],
    [-0.026, 0.006],
  ]) {
    sweep(
      left,
      line.map((at) => add(at, [0, off, 0])),
      { outline: ellipse(level === 0 ? 8 : 5, 0.28), radius: () => wide, up: [1, 0, 0.01], patch: { u: [0, 1], v: [0, 1] } },
    );
  }
  return merge(left, mirrored(left));
}

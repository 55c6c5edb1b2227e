import { type Draft, draft, merge, mirrored } from "../../core/mesh.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, curve, type Vec } from "../../core/vector.ts";

const WHOLE = { u: [0, 1] as [number, number], v: [0, 1] as [number, number] };

/** Where an earring goes through the left lobe of the average head, found from the ear's lowest part. */
export function lobe({ skin }: AverageHead): Vec {
  let low: Vec = [0, 9, 0];
  for (let v = 0; v < skin.positions.length; v += 3) {
    const [x, y, z] = skin.positions.subarray(v, v + 3);
    if (x > 0.415 && y > -0.3 && y < low[1] && z > -0.2 && z < 0) low = [x, y, z];
  }
  return low;
}

/** A pair of hoops that hang from the lobes by small rings. */
export function hoops(head: AverageHead, level: number): Draft {
  const left = draft();
  const at = add(lobe(head), [0.008, 0.018, 0]);
  const fine = level === 0 ? 1 : 0.5;
  const steps = Math.round(40 * fine);
  const RADIUS = 0.088;
  const center = add(at, [0.012, -RADIUS - 0.012, 0]);
  const circle = Array.from({ length: steps + 1 }, (_, i): Vec => {
    const angle = (2 * Math.PI * i) / steps;
    return add(center, [0.02 * Math.cos(angle), RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)]);
  });
  sweep(left, circle, {
    outline: ellipse(level === 0 ? 8 : 5),
    radius: (t) => 0.0085 - 0.0035 * Math.cos(2 * Math.PI * t),
    up: [1, 0, 0],
    patch: WHOLE,
    repeats: 4,
    closed: true,
  });
  const hook = curve([add(at, [-0.022, 0.006, 0]), add(at, [-0.004, 0.016, 0]), add(at, [0.014, 0.004, 0]), add(at, [0.016, -0.014, 0])], Math.round(5 * fine));
  sweep(left, hook, { outline: ellipse(level === 0 ? 8 : 5), radius: () => 0.0038, up: [0, 0, 1], patch: WHOLE });
  return merge(left, mirrored(left));
}

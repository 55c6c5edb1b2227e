import { growGuide } from "../core/guides.ts";
import { addLock } from "../core/lock.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { draws } from "../core/random.ts";
import { spreadRoots } from "../core/roots.ts";
import type { AverageHead } from "../core/skin.ts";
import { add, step, unit } from "../core/vector.ts";
import { beardFall, beardGrowth, moustacheGrowth } from "./growth.ts";

/** A philosopher's beard: furrowed locks that hang in waves from cheeks and chin, a moustache over the corners of the mouth. */
export function carvedBeard({ skin }: AverageHead): Draft {
  const out = draft();
  const rng = draws("carved beard");
  for (const [from, spacing, share, lift] of [[0.15, 0.062, 0.7, 0.004], [0.5, 0.075, 1, 0.03]]) {
    for (const root of spreadRoots(skin, (p) => step(from - 0.1, from + 0.15, beardGrowth(p)), spacing, rng)) {
      const [x, y] = root.point;
      const size = (0.13 + 0.2 * step(-0.25, -0.6, y) * step(0.36, 0.08, Math.abs(x))) * share;
      const under = step(-0.58, -0.66, y);
      const wave = swell(root.point, 0.2) + rng.uniform(-0.3, 0.3);
      const guide = growGuide(skin, root, {
        length: size * rng.uniform(0.85, 1.15),
        segments: 5,
        cling: 0.5 * (1 - under),
        depth: 0.008,
        flow: (point, normal, t) =>
          unit(add(add(beardFall(point), [0.45 * Math.sin(6 * t + 2 * wave), 0, 0.1 * wave]), normal, (0.4 + 0.5 * under) * (1 - 1.5 * t))),
        lift: (t) => lift * Math.min(1, 2 * t) + 0.002,
      });
      addLock(out, guide, {
        width: spacing * rng.uniform(0.46, 0.6),
        height: 0.034 * rng.uniform(0.85, 1.15),
        curl: (wave > 0 ? 1 : -1) * rng.uniform(0.6, 1.4),
      });
    }
  }
  for (const root of spreadRoots(skin, moustacheGrowth, 0.034, rng)) {
    const side = Math.sign(root.point[0] || rng.sign());
    const far = step(0, 0.1, Math.abs(root.point[0]));
    const guide = growGuide(skin, root, {
      length: rng.uniform(0.13, 0.17),
      segments: 5,
      cling: 0.8,
      depth: 0.006,
      flow: (_p, normal, t) => unit(add([side * (0.9 + 0.3 * far), -0.55 - 0.7 * t, -0.15], normal, 0.3 * (1 - 2 * t))),
      lift: (t) => 0.002 + 0.012 * Math.sin(Math.PI * Math.min(0.8, t + 0.1)),
    });
    addLock(out, guide, { width: 0.021, height: 0.022, curl: -side * rng.uniform(0.2, 0.7) });
  }
  return out;
}

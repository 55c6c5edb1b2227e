import { growGuide } from "../core/guides.ts";
import { addLock } from "../core/lock.ts";
import { type Draft, draft, merge, mirrored } from "../core/mesh.ts";
import { draws } from "../core/random.ts";
import type { AverageHead } from "../core/skin.ts";
import { mix, sub, unit } from "../core/vector.ts";
import { browPlace, NATURAL } from "./brows.ts";

/** Brows of a statue: two ridges of short carved locks. */
export function carvedBrows(head: AverageHead, level: number): Draft {
  const left = draft();
  const rng = draws("carved brows");
  const count = level === 0 ? 11 : 6;
  for (let i = 0; i < count; i++) {
    const t = (i + 0.2) / count;
    const place = (along: number, across: number) => browPlace(head, NATURAL, along, across);
    const root = head.skin.foot(place(t, 0.35 + 0.15 * (i % 2)));
    const outward = unit(sub(place(Math.min(1, t + 0.12), 0.5), place(Math.max(0, t - 0.12), 0.5)));
    const up = unit(sub(place(t, 1), place(t, 0)));
    const guide = growGuide(head.skin, root, {
      length: 0.075 * (1.1 - 0.3 * t),
      segments: level === 0 ? 4 : 3,
      cling: 0.8,
      depth: 0.004,
      flow: () => mix(outward, up, 0.45 * (1 - t) ** 1.5),
      lift: (k) => 0.001 + 0.004 * k,
    });
    addLock(left, guide, { width: 0.019 * (1.05 - 0.45 * t), height: 0.009, curl: -0.35 + rng.uniform(-0.15, 0.15) });
  }
  return merge(left, mirrored(left));
}


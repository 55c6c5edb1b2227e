import { along, growGuide } from "../../core/guides.ts";
import { addLock } from "../../core/lock.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { length, step, sub } from "../../core/vector.ts";
import { TIE, windCoil } from "../bun.ts";
import { overHairline } from "../hairline.ts";

/** Distances of the locks' roots, and their least height, row by row. */
const ROWS = [[0.104, 0.004], [0.12, 0.02]];

/** Hair of a statue combed back in furrowed locks to a coil at the back of the head. */
export function carvedBun({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("carved bun");
  for (const [spacing, lift] of ROWS) {
    for (const root of spreadRoots(skull, (p) => step(0, 0.03, overHairline(p)), spacing, rng)) {
      const way = length(sub(TIE, root.point));
      if (way < 0.1) continue;
      const guide = growGuide(skull, root, {
        length: Math.min(0.38, way) * rng.uniform(0.9, 1.1),
        segments: 4,
        cling: 0.9,
        depth: 0.008,
        flow: (point, normal) => along(sub(TIE, point), normal),
        lift: (t) => lift * Math.sin(Math.PI * Math.min(1, 0.25 + 0.6 * t)) + 0.003,
      });
      addLock(out, guide, {
        width: spacing * rng.uniform(0.5, 0.62),
        height: 0.03 * rng.uniform(0.85, 1.15),
        curl: rng.uniform(-0.3, 0.3),
      });
    }
  }
  windCoil(out);
  return out;
}

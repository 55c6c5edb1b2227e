import { addCard, patch } from "../../core/cards.ts";
import { closeScalp } from "../../core/grow.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, step, table, type Vec } from "../../core/vector.ts";
import { drape } from "../falling/drape.ts";
import { overHairline } from "../hairline.ts";

/** How often a braid turns over on a unit of its length: each turn is a crossing. */
const TURNS = 11;
/** Least distance of two roots of the lower and the upper layer, units. */
const APART = [0.118, 0.16];

/** Back from the forehead and aside, down on all sides. */
function comb([x, , z]: Vec): Vec {
  const front = step(-0.1, 0.25, z);
  return [1.1 * x, 0, (z + 0.25) * (1 - front) - 0.4 * front];
}

/** Thin plaits from squares of the whole scalp down over the shoulders. */
export function boxBraids({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("box braids");
  closeScalp(out, skull, rng, (p) => step(0.1, 0.11, overHairline(p)), comb);
  const roots = APART.flatMap((spacing, layer) => spreadRoots(skull, (p) => step(0.005, 0.015, overHairline(p)), spacing, rng).map((root) => ({ root, layer })));
  for (const { root, layer } of roots) {
    const thick = rng.uniform(0.022, 0.027);
    const line = drape(skull, root, {
      comb,
      bottom: Math.min(root.point[1] - 0.3, -0.92 + rng.uniform(-0.1, 0.1)),
      lift: 0.012 + 0.042 * layer + thick,
      hang: 0.6 + 0.4 * layer,
      aside: rng.uniform(0, 0.25),
      segments: 11,
    });
    const phase = rng.uniform(0, 6);
    const points = line.points.map((point, i): Vec => {
      const far = i / line.points.length;
      return add(point, [Math.sin(4 * far + phase), 0, Math.cos(4 * far + 2 * phase)], 0.014 * step(0.1, 0.6, far));
    });
    const long = points.length * 0.1;
    sweep(out, points, {
      outline: ellipse(4, 0.66),
      radius: (t) => thick * table([[0, 1.25], [0.1, 1], [0.85, 0.85], [1, 0.5]], t) * (1 + 0.13 * Math.cos(Math.PI * 11 * t)),
      up: root.normal,
      twist: (t) => TURNS * long * t + phase,
      patch: patch("solid", 0),
      repeats: 12,
    });
    // The end of the hair below the plait.
    const last = points.length - 1;
    const tuft = [0, 1].map((k) => add(points[last], [0, -1, 0], 0.07 * k - 0.015));
    addCard(out, { points: tuft, normals: tuft.map(() => line.normals[last]) }, { patch: patch("strand", Math.floor(phase)), width: () => 0.04, blend: 0.8 });
  }
  return out;
}

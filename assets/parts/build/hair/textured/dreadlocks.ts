import { addCard, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, scale, step, type Vec, unit } from "../../core/vector.ts";
import { drape } from "../falling/drape.ts";
import { overHairline } from "../hairline.ts";
import { closeScalp } from "../scalp-sheet.ts";
import { growShorn } from "../shorn.ts";

/** Ropes of matted hair from the whole scalp down to the shoulders, loose hairs along them. */
export function dreadlocks({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("dreadlocks");
  const over = (point: Vec) => overHairline(point) + 0.01 * swell(point, 0.12);
  // Back from the forehead, down on all sides.
  const comb = ([x, , z]: Vec): Vec => {
    const front = step(-0.1, 0.25, z);
    return [x, 0, (z + 0.25) * (1 - front) - 0.4 * front];
  };
  closeScalp(out, skull, (p) => step(0.1, 0.11, over(p)));
  growShorn(out, skull, rng, { over: (p) => over(p) - 0.005, comb, lifts: [0.009], spacing: 0.076 });
  const roots = [0.122, 0.155].flatMap((spacing, layer) =>
    spreadRoots(skull, (p) => step(0.015, 0.03, over(p)), spacing, rng).map((root) => ({ root, layer })),
  );
  for (const { root, layer } of roots) {
    const thick = rng.uniform(0.028, 0.038);
    const line = drape(skull, root, {
      comb,
      bottom: Math.min(root.point[1] - 0.25, -0.66 + rng.uniform(-0.16, 0.1)),
      lift: 0.012 + 0.045 * layer + thick,
      hang: 0.6 + 0.4 * layer,
      aside: rng.uniform(0, 0.3),
      segments: 7,
    });
    const phase = rng.uniform(0, 6);
    const points = line.points.map((point, i): Vec => {
      const far = i / line.points.length;
      const bend = 0.03 * step(0.1, 0.6, far);
      return add(point, [Math.sin(7 * far + phase), 0, Math.cos(6 * far + 2 * phase)], bend);
    });
    sweep(out, points, {
      outline: ellipse(5),
      radius: (t) => thick * (0.75 + 0.25 * step(0, 0.2, t)) * (1 - 0.55 * step(0.75, 1, t)) * (1 + 0.1 * Math.sin(23 * t + phase)),
      up: root.normal,
      twist: (t) => 3 * t,
      patch: patch("solid", 0),
      repeats: 6,
    });
    // Hairs that the rope does not hold.
    const start = rng.uniform(0.1, 0.7);
    const guide: Guide = { points: [], normals: [] };
    for (let k = 0; k <= 3; k++) {
      const at = Math.min(points.length - 1, Math.round((start + 0.09 * k) * (points.length - 1)));
      const normal = unit(add(line.normals[at], [Math.sin(phase), 0, Math.cos(phase)], 0.8));
      guide.points.push(add(points[at], scale(normal, thick * (0.9 + 0.25 * k))));
      guide.normals.push(normal);
    }
    addCard(out, guide, { patch: patch("wisp", Math.floor(4 * start)), width: () => 0.04, blend: 0.8 });
  }
  return out;
}

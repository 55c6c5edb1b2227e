import { addCard, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, cross, scale, step, unit, type Vec } from "../../core/vector.ts";
import { overHairline } from "../hairline.ts";
import { overHull, roundOf } from "../round.ts";

/** The round that the hair fills: its middle and half axes. */
const ROUND = roundOf([0, 0.2, -0.17], [0.82, 0.78, 0.76]);


/** A combed-out round of fine coils: a hull that nothing is seen through, coils that lie in it every way, single ones at the outline. */
export function afro(head: AverageHead): Draft {
  const out = draft();
  const rng = draws("afro");
  const over = (point: Vec) => overHairline(point) + 0.012 * swell(point, 0.12);
  for (const [from, until, spacing, low, high, width] of [
    [0.03, 9, 0.056, 0.78, 0.94, 0.12],
    [0.02, 9, 0.043, 0.86, 0.98, 0.08],
    [0.0, 0.09, 0.029, 0.15, 0.9, 0.054],
    [-0.016, 0.015, 0.026, 0, 0.15, 0.03],
  ]) {
    const density = (p: Vec) => step(from, from + 0.014, over(p)) * step(until + 0.02, until, over(p));
    for (const { point, normal } of spreadRoots(head.skull, density, spacing, rng)) {
      const way = unit(add(add(normal, ROUND.normal(point)), [rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2)]));
      const room = ROUND.room(point, way);
      // The outline runs down to the hairline.
      const height = Math.min(room, 0.03 + 1.7 * Math.max(0, over(point))) * (low + (high - low) * rng.uniform());
      const middle = add(point, way, Math.max(0.006, height - 0.02));
      const flat = unit(cross(way, [rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-1, 1)]));
      const reach = (0.6 + 0.9 * width) * 0.13 * rng.uniform(0.8, 1.25);
      const bow = rng.uniform(0.01, 0.04);
      const guide: Guide = { points: [], normals: [] };
      for (const t of [0, 0.5, 1]) {
        let at = add(add(middle, flat, reach * (t - 0.5)), way, bow * Math.sin(Math.PI * t) - reach * 0.3 * (t - 0.5) ** 2);
        const foot = head.skull.foot(at);
        if (foot.height < 0.008) at = add(foot.point, foot.normal, 0.008);
        guide.points.push(at);
        guide.normals.push(unit(add(ROUND.normal(at), way, 0.5)));
      }
      const full = width * rng.uniform(0.8, 1.2);
      const turn = rng.uniform(-0.8, 0.8);
      addCard(out, guide, {
        patch: patch("curl", Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: () => full,
        twist: () => turn,
        blend: 0.85,
        shade: unit(add(scale(ROUND.normal(middle), 1), guide.normals[1], 0.4)),
      });
    }
  }
  return overHull(head, out, over);
}

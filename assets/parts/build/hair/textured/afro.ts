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
/** Columns of the atlas with frizz: closed in its middle, and single coils. */
export const FRIZZ = [2, 3];

/** Share of the coils that are closed, and from where over the hairline on: at the rim they would be leaves. */
const CLOSED = 0.5;
const RIM: [number, number] = [0.05, 0.13];

/** A combed-out round of fine coils: a hull that nothing is seen through, coils that lie in it every way, single ones at the outline. */
export function afro(head: AverageHead): Draft {
  const out = draft();
  const rng = draws("afro");
  const over = (point: Vec) => overHairline(point) + 0.012 * swell(point, 0.12);
  for (const [from, until, spacing, low, high, width] of [
    [0.03, 9, 0.06, 0.83, 0.93, 0.16],
    [0.02, 9, 0.047, 0.89, 0.97, 0.115],
    [0.0, 0.09, 0.03, 0.15, 0.9, 0.07],
    [-0.016, 0.015, 0.026, 0, 0.15, 0.04],
  ]) {
    const density = (p: Vec) => step(from, from + 0.014, over(p)) * step(until + 0.02, until, over(p));
    for (const { point, normal } of spreadRoots(head.skull, density, spacing, rng)) {
      const way = unit(add(add(normal, ROUND.normal(point)), [rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2)]));
      const room = ROUND.room(point, way);
      // The outline runs down to the hairline.
      const height = Math.min(room, 0.03 + 1.7 * Math.max(0, over(point))) * (low + (high - low) * rng.uniform());
      const middle = add(point, way, Math.max(0.006, height - 0.02));
      const flat = unit(cross(way, [rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-1, 1)]));
      const reach = 1.25 * width * rng.uniform(0.8, 1.25);
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
      const turn = rng.uniform(-0.35, 0.35);
      addCard(out, guide, {
        patch: patch("curl", rng.uniform() < CLOSED * step(...RIM, over(point)) ? FRIZZ[0] : FRIZZ[1], rng.uniform() < 0.5),
        width: () => full,
        twist: () => turn,
        blend: 0.85,
        shade: unit(add(scale(ROUND.normal(middle), 1), guide.normals[1], 0.4)),
      });
    }
  }
  // Single coils that stand out of the round: its outline is no edge.
  for (const { point, normal } of spreadRoots(head.skull, (p) => step(0.05, 0.07, over(p)), 0.068, rng)) {
    const way = unit(add(add(normal, ROUND.normal(point)), [rng.uniform(-0.3, 0.3), rng.uniform(-0.3, 0.3), rng.uniform(-0.3, 0.3)]));
    const high = Math.min(ROUND.room(point, way), 0.03 + 1.7 * over(point)) * rng.uniform(0.9, 1.02);
    const turn = rng.uniform(0, Math.PI);
    const points = [-0.05, 0.05].map((out) => add(point, way, high + out));
    addCard(out, { points, normals: [way, way] }, { patch: patch("curl", FRIZZ[1], rng.uniform() < 0.5), width: () => 0.085 * rng.uniform(0.8, 1.2), twist: () => turn, blend: 1 });
  }
  return overHull(head, out, over, FRIZZ[0]);
}

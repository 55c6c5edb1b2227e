import { addCard, patch } from "../core/cards.ts";
import type { Guide } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { type Draws, draws } from "../core/random.ts";
import { spreadRoots } from "../core/roots.ts";
import type { AverageHead, Foot, Ground } from "../core/skin.ts";
import { add, mix, reject, scale, step, unit, type Vec } from "../core/vector.ts";
import { overHairline } from "./hairline.ts";
import { overHull, roundOf } from "./round.ts";

/** The round that the hair fills: its middle and half axes. */
const ROUND = roundOf([0, 0.1, -0.14], [0.74, 0.76, 0.72]);
/** Columns of the atlas with loose curls. */
export const LOOSE = [0, 1];

interface Coils {
  /** Over the hairline: where they begin and are as dense as they get, and where they end. */
  from: [number, number];
  to?: [number, number];
  spacing: number;
  /** Where between the scalp and the round they lie, 0..1. */
  depth: [number, number];
  length: number;
  width: number;
  segments: number;
}

const LAYERS: Coils[] = [
  { from: [0.03, 0.06], spacing: 0.06, depth: [0.62, 0.84], length: 0.2, width: 0.085, segments: 3 },
  { from: [0.02, 0.05], spacing: 0.0375, depth: [0.84, 1.02], length: 0.16, width: 0.057, segments: 3 },
  { from: [0.0, 0.012], to: [0.1, 0.07], spacing: 0.036, depth: [0.1, 0.9], length: 0.12, width: 0.047, segments: 2 },
  { from: [-0.016, -0.004], to: [0.02, 0.01], spacing: 0.03, depth: [0, 0.15], length: 0.075, width: 0.03, segments: 2 },
];

/** Tight coils in a full round: a hull that nothing is seen through, and coils that lie on it every way, small ones around the face. */
export function curly(head: AverageHead): Draft {
  const out = draft();
  const rng = draws("curly hair");
  const over = (point: Vec) => overHairline(point) + 0.016 * swell(point, 0.12) + 0.008 * swell(point, 0.05, 1);
  for (const layer of LAYERS) {
    const { from, to, spacing } = layer;
    const density = (p: Vec) => step(...from, over(p)) * (to ? step(...to, over(p)) : 1);
    for (const root of spreadRoots(head.skull, density, spacing, rng)) {
      const guide = coil(head.skull, root, over(root.point), layer, rng);
      const turn = rng.uniform(-0.9, 0.9);
      const full = layer.width * rng.uniform(0.8, 1.2);
      addCard(out, guide, {
        patch: patch("curl", rng.uniform() < 0.5 ? LOOSE[0] : LOOSE[1], rng.uniform() < 0.5),
        width: (t) => full * (1 - 0.3 * step(0.55, 1, t)),
        twist: () => turn,
        blend: 0.88,
      });
    }
  }
  return overHull(head, out, over, LOOSE[0]);
}

/** A coil that comes out of the mass, lies along its outside every way but mostly downwards, and stands off at its tip. */
function coil(skull: Ground, { point: root, normal: n }: Foot, over: number, { depth, length, segments }: Coils, rng: Draws): Guide {
  const way = unit(add(mix(n, ROUND.normal(root), 0.5), [rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-1, 1)], 0.2));
  const room = ROUND.room(root, way);
  // The outline runs down to the hairline.
  const height = Math.min(room, 0.05 + 1.6 * Math.max(0, over)) * (depth[0] + (depth[1] - depth[0]) * rng.uniform());
  const start = add(root, way, Math.max(0.004, height - 0.05));
  const front = step(0.2, 0.4, root[2]) * step(0.25, 0.4, root[1]);
  const fall: Vec = [0.3 * Math.sign(root[0]) * front, -0.7 + 1.1 * front, -0.2 * front];
  const chance: Vec = [rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-1, 1)];
  const flat = unit(reject(add(fall, chance, 1.1), way));
  const reach = length * rng.uniform(0.75, 1.2);
  const bow = rng.uniform(0.02, 0.06);
  const lift = rng.uniform(-0.03, 0.03);
  const side = scale(unit([way[1] * flat[2] - way[2] * flat[1], way[2] * flat[0] - way[0] * flat[2], way[0] * flat[1] - way[1] * flat[0]]), rng.uniform(-0.05, 0.05));
  const guide: Guide = { points: [], normals: [] };
  for (let i = 0; i <= segments; i++) {
    const t = i / segments;
    let at = add(add(add(start, flat, reach * (t - 0.15)), way, bow * Math.sin(Math.PI * t) + lift * t), side, Math.sin(Math.PI * t));
    at = add(at, ROUND.normal(at), -0.35 * reach * reach * (t - 0.15) ** 2);
    const foot = skull.foot(at);
    if (foot.height < 0.012) at = add(foot.point, foot.normal, i === 0 ? 0 : 0.012);
    guide.points.push(at);
    guide.normals.push(unit(add(ROUND.normal(at), way, 0.25)));
  }
  return guide;
}

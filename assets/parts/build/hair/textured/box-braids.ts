import { addCard, patch } from "../../core/cards.ts";
import { hairLevels } from "../../core/levels.ts";
import { type Draft, draft, merge } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, reject, step, sub, table, unit, type Vec } from "../../core/vector.ts";
import { closeWhorl } from "../cropped/crop.ts";
import { drape } from "../falling/drape.ts";
import { overHairline } from "../hairline.ts";
import { growShorn } from "../shorn.ts";

/** How often a braid turns over on a unit of its length: each turn is a crossing. */
const TURNS = 11;
/** Least distance of two roots of the lower and the upper layer, units. */
const APART = [0.118, 0.16];

/** Back from the forehead and aside, down on all sides; behind they close over the neck. */
function comb([x, , z]: Vec): Vec {
  const front = step(-0.1, 0.25, z);
  return [x * (1.1 - 0.8 * step(-0.25, -0.5, z)), 0, (z + 0.25) * (1 - front) - 0.4 * front];
}

/** By level: pieces and sides of a braid, share of its turns, factor of distances and thickness. */
const LEVELS = [
  { segments: 11, sides: 5, turned: 1, apart: 1.15 },
  { segments: 5, sides: 3, turned: 0.3, apart: 1.3 },
  { segments: 4, sides: 3, turned: 0, apart: 1.45 },
  { segments: 3, sides: 3, turned: 0, apart: 1.9 },
];

/** Thin plaits from squares of the whole scalp down over the shoulders; coarser levels have a shell in place of the closed scalp. */
export function boxBraidLevels(head: AverageHead): Draft[] {
  const closed = draft();
  growShorn(closed, head.skull, draws("scalp under braids"), { over: (p) => overHairline(p) - 0.01, comb, lifts: [0.005], spacing: 0.072 });
  closeWhorl(closed, head.skull, draws("crown under braids"), { cell: "shorn", lift: 0.006 });
  const finest = merge(closed, braids(head, 0));
  const shells = hairLevels(head, finest, { pole: [0, 1, 0.2], wanted: ([, y]) => y > 0.02, kept: [none, none, none] });
  return LEVELS.map((_, level) => (level === 0 ? finest : merge(shells[level], braids(head, level))));
}

const none = () => 0;

function braids({ skull }: AverageHead, level: number): Draft {
  const out = draft();
  const rng = draws("box braids");
  const { segments, sides, turned, apart } = LEVELS[level];
  const roots = APART.flatMap((spacing, layer) => spreadRoots(skull, (p) => step(0.005, 0.015, overHairline(p)), spacing * apart, rng).map((root) => ({ root, layer })));
  for (const { root, layer } of roots) {
    const thick = apart * rng.uniform(0.026, 0.031);
    const line = drape(skull, root, {
      comb,
      bottom: Math.min(root.point[1] - 0.3, -0.92 + rng.uniform(-0.1, 0.1)),
      lift: 0.012 + 0.042 * layer + thick,
      hang: 0.6 + 0.4 * layer,
      aside: rng.uniform(0, 0.25),
      segments,
    });
    const phase = rng.uniform(0, 6);
    const points = line.points.map((point, i): Vec => {
      const far = i / line.points.length;
      return add(point, [Math.sin(4 * far + phase), 0, Math.cos(4 * far + 2 * phase)], 0.014 * step(0.1, 0.6, far));
    });
    const long = points.length * 0.1;
    sweep(out, points, {
      outline: ellipse(sides, sides > 3 ? 0.66 : 1),
      // It is drawn out of the scalp to a point, and ends in one: no stub, and no cap to close it.
      radius: (t) => thick * table([[0, 0.3], [1 / segments, 1], [0.85, 0.85], [1, 0.2]], t) * (1 + 0.13 * turned * Math.cos(Math.PI * segments * t)),
      up: root.normal,
      twist: (t) => turned * TURNS * long * t + phase,
      patch: patch("solid", 0),
      repeats: 12,
      caps: false,
    });
    if (level > 0) continue;
    // The hair of its square, gathered from before it into the plait.
    const way = unit(reject(sub(points[1], root.point), root.normal));
    const gathered = [-0.045, 0, 0.07].map((far, k) => add(add(root.point, way, far), root.normal, [0.004, 0.012, 0.02][k] + (k === 2 ? thick : 0)));
    addCard(out, { points: gathered, normals: gathered.map(() => root.normal) }, { patch: patch("strand", Math.floor(7 * phase)), width: (t) => thick * (3.4 - 1.6 * t), blend: 0.8 });
    // The end of the hair below the plait.
    const last = points.length - 1;
    const tuft = [0, 1].map((k) => add(points[last], [0, -1, 0], 0.07 * k - 0.015));
    addCard(out, { points: tuft, normals: tuft.map(() => line.normals[last]) }, { patch: patch("strand", Math.floor(phase)), width: () => 0.04, blend: 0.8 });
  }
  return out;
}

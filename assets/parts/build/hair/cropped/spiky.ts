import type { Cell } from "../../core/cards.ts";
import { growLayer } from "../../core/grow.ts";
import type { Draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, cross, length, mix, scale, step, sub, unit, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { CROWN, combDown, crop, shortSides } from "./crop.ts";

/** Hair drawn up to tufts that end in points on top and at the back, short at the sides. */
export function spikyHair(head: AverageHead): Draft {
  const out = crop(head, {
    name: "under the spikes",
    over: (p) => overCrop(p, 0.02),
    comb: combDown,
    length: shortSides(0.5),
    sway: [0.4, 0.3],
    edge: 0.5,
    whorl: CROWN,
    closed: 0.2,
    layers: [
      { cell: "dense", from: [0.02, 0.05], spacing: 0.08, lift: 0.014, length: 0.17, width: 0.1, rise: 0.5 },
      { cell: "strand", from: [-0.004, 0.012], to: [0.06, 0.04], spacing: 0.03, lift: 0.012, length: 0.14, width: 0.042, rise: 0.5 },
    ],
  });
  const { skull } = head;
  const rng = draws("spikes");
  const upper = (p: Vec) => step(0.03, 0.06, overCrop(p)) * step(0.1, 0.24, p[1] + 0.15 * step(0, -0.4, p[2]));
  // Each root leans to the nearest of these tips.
  const tips = spreadRoots(skull, upper, 0.118, draws("tips of spikes")).map(({ point, normal }) => {
    const rise = 0.29 * rng.uniform(0.65, 1.25) * (0.55 + 0.45 * step(0.2, 0.5, point[1]));
    const lean = unit(add(add(normal, [0, 0.4, 0.15 * step(0, 0.3, point[2])]), [rng.uniform(-0.35, 0.35), rng.uniform(-0.1, 0.1), rng.uniform(-0.35, 0.35)]));
    return { foot: point, rise, lean, bow: rng.uniform(-0.3, 0.3) };
  });
  const nearest = (p: Vec) => tips.reduce((best, tip) => (length(sub(tip.foot, p)) < length(sub(best.foot, p)) ? tip : best));
  for (const [cell, spacing, width, tight, uneven] of LAYERS) {
    growLayer(out, skull, rng, {
      cell,
      density: upper,
      spacing,
      guide: (root) => {
        const { foot, rise, lean, bow } = nearest(root.point);
        // No two locks of a tuft end at one point: it frays.
        const high = rise * rng.uniform(1 - uneven, 1.08);
        const tip = add(foot, lean, high);
        const own = add(root.point, unit(add(lean, root.normal, 0.5)), 0.9 * high);
        const end = mix(own, tip, tight);
        const aside = scale(unit(cross(lean, [0.2, 0.3, 1])), bow * high);
        return {
          length: length(sub(end, root.point)),
          segments: 4,
          flow: (point: Vec, _n: Vec, t: number) => add(add(scale(root.normal, 0.7 * (1 - t)), unit(sub(end, point)), 0.5 + t), aside, 1 - 2 * t),
          lift: (t: number) => 0.012 * t,
          end,
        };
      },
      card: (root) => {
        const full = width * rng.uniform(0.75, 1.2);
        const turn = rng.uniform(-0.9, 0.9);
        return {
          width: (t) => full * (1 - 0.6 * t),
          twist: (t) => turn * (1 + 0.5 * t),
          blend: 0.88,
          shade: unit(add(root.normal, sub(root.point, nearest(root.point).foot), 3)),
        };
      },
    });
  }
  return out;
}

/** Layers of a tuft: how near its locks come to its tip, 0 to 1, and by which share they are shorter. */
const LAYERS: [Cell, number, number, number, number][] = [
  ["dense", 0.06, 0.08, 0.72, 0.35],
  ["strand", 0.052, 0.046, 0.86, 0.3],
  ["wisp", 0.1, 0.045, 0.6, 0.1],
];

import { growLayer } from "../../core/grow.ts";
import type { Draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead, Foot } from "../../core/skin.ts";
import { add, length, scale, step, sub, unit, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { CROWN, combDown, crop, shortSides } from "./crop.ts";

/** Hair drawn up to stiff spikes on top and at the back, short at the sides. */
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
  const upper = (p: Vec) => step(0.03, 0.06, overCrop(p)) * step(0.12, 0.24, p[1] + 0.15 * step(0, -0.4, p[2]));
  // Each root leans to the nearest of these tips.
  const tips = spreadRoots(skull, upper, 0.175, draws("tips of spikes")).map(({ point, normal }) => {
    const rise = 0.27 * rng.uniform(0.8, 1.2) * (0.6 + 0.4 * step(0.2, 0.5, point[1]));
    const lean = unit(add(add(normal, [0, 0.45, 0.12 * step(0, 0.3, point[2])]), [rng.uniform(-0.2, 0.2), 0, rng.uniform(-0.2, 0.2)]));
    return { foot: point, tip: add(point, lean, rise), lean };
  });
  const nearest = (p: Vec) => tips.reduce((best, tip) => (length(sub(tip.foot, p)) < length(sub(best.foot, p)) ? tip : best));
  const stand = (spread: number, tight: number) => (root: Foot) => {
    const { tip, lean, foot } = nearest(root.point);
    const aim = add(tip, [rng.uniform(-spread, spread), rng.uniform(-spread, spread), rng.uniform(-spread, spread)]);
    const high = length(sub(aim, foot));
    return {
      length: high,
      segments: 4,
      flow: (point: Vec, _n: Vec, t: number) => unit(add(scale(add(root.normal, lean), 0.5 * (1 - t)), unit(sub(aim, point)), 0.5 + t)),
      lift: (t: number) => 0.012 * t,
      end: add(scale(aim, tight), add(root.point, lean, high), 1 - tight),
    };
  };
  for (const [cell, spacing, width, turned] of [
    ["dense", 0.058, 0.09, false],
    ["dense", 0.082, 0.085, true],
    ["strand", 0.085, 0.05, false],
    ["wisp", 0.11, 0.055, true],
  ] as const) {
    growLayer(out, skull, rng, {
      cell,
      density: upper,
      spacing,
      guide: stand(cell === "wisp" ? 0.035 : 0.01, cell === "wisp" ? 0.6 : 0.93),
      card: (root) => {
        const full = width * rng.uniform(0.8, 1.2);
        const turn = (turned ? Math.PI / 2 : 0) + rng.uniform(-0.5, 0.5);
        return {
          width: (t) => full * (1 - 0.75 * t),
          twist: () => turn,
          blend: 0.8,
          shade: unit(add(root.normal, sub(root.point, nearest(root.point).foot), 7)),
        };
      },
    });
  }
  return out;
}

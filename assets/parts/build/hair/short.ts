import { addCard, patch } from "../core/cards.ts";
import { along, growGuide } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { draws } from "../core/random.ts";
import { spreadRoots } from "../core/roots.ts";
import type { AverageHead } from "../core/skin.ts";
import { add, step, unit, type Vec } from "../core/vector.ts";
import type { CropLayer } from "./cropped/crop.ts";
import { overHairline } from "./hairline.ts";

const TEMPLES = 0.09;

/** Combed back on top, back and down at the sides, down at the nape. */
function comb([x, y, z]: Vec): Vec {
  const top = step(0.15, 0.5, y);
  const back = step(-0.25, -0.5, z);
  const down = (1 - top) * 0.55 + back * 1.4;
  return [x * 0.5 + 0.15 * top, -down + 0.1 * top, -1 + back * 0.8];
}

const LAYERS: CropLayer[] = [
  { cell: "dense", from: [0.03, 0.06], spacing: 0.064, lift: 0.012, length: 0.26, width: 0.115, rise: 0.3 },
  { cell: "dense", from: [0.04, 0.1], spacing: 0.066, lift: 0.028, length: 0.32, width: 0.1, rise: 0.45 },
  { cell: "strand", from: [0.03, 0.12], spacing: 0.074, lift: 0.034, length: 0.32, width: 0.07, rise: 0.48 },
  { cell: "wisp", from: [0.03, 0.12], spacing: 0.09, lift: 0.038, length: 0.3, width: 0.07, rise: 0.5 },
  { cell: "strand", from: [0, 0.02], to: [0.12, 0.05], spacing: 0.028, lift: 0.012, length: 0.17, width: 0.045, rise: 0.5 },
  { cell: "stubble", from: [-0.02, 0.0], to: [0.04, 0.02], spacing: 0.03, lift: 0.004, length: 0.06, width: 0.06, rise: 0.1 },
];

/** Short hair combed back, with receding temples. */
export function shortHair({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("short hair");
  for (const { cell, from, to, spacing, lift, length, width, rise } of LAYERS) {
    const over = (point: Vec) => overHairline(point, TEMPLES) + 0.014 * swell(point, 0.16);
    const density = (point: Vec) => step(...from, over(point)) * (to ? step(...to, over(point)) : 1);
    for (const root of spreadRoots(skull, density, spacing, rng)) {
      const edge = step(0, 0.2, over(root.point));
      const low = step(0.3, 0.0, root.point[1]);
      const sway = 0.3 * swell(root.point, 0.35) + rng.uniform(-0.1, 0.1);
      const high = lift * (0.4 + 0.6 * edge) * (1 - 0.5 * low) * rng.uniform(0.7, 1.3);
      const guide = growGuide(skull, root, {
        length: length * (1 - 0.35 * low) * (0.7 + 0.3 * edge) * rng.uniform(0.8, 1.15),
        segments: cell === "stubble" ? 1 : rise > 0.55 ? 4 : 3,
        cling: 0.85,
        flow: (point, normal, t) => {
          const flow = along(comb(point), normal);
          return unit(add(add(flow, [sway * step(0, 0.4, point[1]), 0, 0]), normal, rise * (1 - 2.2 * t)));
        },
        lift: (t) => high * Math.sin(Math.PI * Math.min(1, 0.15 + 0.8 * t)),
      });
      const full = width * rng.uniform(0.8, 1.2);
      const tilt = rng.uniform(-0.3, 0.3);
      addCard(out, guide, {
        patch: patch(cell, Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: (t) => full * (0.75 + 0.4 * t),
        twist: () => tilt,
      });
    }
  }
  return out;
}

import { growLayer } from "../core/grow.ts";
import { type Draft, draft, merge } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { draws } from "../core/random.ts";
import type { AverageHead, Foot } from "../core/skin.ts";
import { add, step, unit, type Vec } from "../core/vector.ts";
import { growBorder } from "./border.ts";
import { beardFall, beardGrowth } from "./growth.ts";
import { lipBeard } from "./styles/lip.ts";

/** Cell, spacing, length, width, lift, rise. */
const MOUSTACHE = [
  ["beard", 0.017, 0.1, 0.036, 0.008, 0.35],
  ["beard", 0.02, 0.12, 0.034, 0.016, 0.6],
  ["strand", 0.026, 0.135, 0.024, 0.022, 0.7],
  ["wisp", 0.05, 0.13, 0.03, 0.024, 0.8],
] as const;

/** A full beard a hand long, with its moustache. */
export function fullBeard({ skin }: AverageHead): Draft {
  const out = draft();
  const rng = draws("full beard");
  /** Long at the chin, short where it runs into the hair. */
  const size = ([x, y]: Vec) => 0.07 + 0.17 * step(-0.2, -0.58, y) * step(0.36, 0.08, Math.abs(x));
  const hang = (share: number, rise: number, lift: number) => (root: Foot) => {
    const sway: Vec = [0.25 * swell(root.point, 0.14), 0, 0.15 * swell(root.point, 0.17, 1)];
    const jitter: Vec = [rng.uniform(-0.12, 0.12), 0, rng.uniform(-0.1, 0.1)];
    const under = step(-0.58, -0.66, root.point[1]);
    // Short hair before the ears and on the cheeks lies down; only what hangs from the chin stands off.
    const free = step(-0.28, -0.52, root.point[1]);
    // Shorter and closer to the skin towards its edges.
    const full = 0.6 + 0.4 * step(0.1, 0.8, beardGrowth(root.point));
    return {
      length: size(root.point) * share * full * rng.uniform(0.75, 1.2),
      segments: share > 0.7 ? 4 : 3,
      cling: (0.85 - 0.6 * free) * (1 - under),
      flow: (point: Vec, normal: Vec, t: number) =>
        unit(add(add(add(beardFall(point), sway, t), jitter), normal, (rise * (0.3 + 0.7 * free) + 0.3 * under) * (1 - 1.3 * t))),
      lift: (t: number) => 0.004 + full * lift * (0.35 + 0.65 * free) * Math.min(1, 2.5 * t),
    };
  };
  const lock = (width: number) => (root: Foot) => {
    const full = width * (0.78 + 0.22 * step(0.1, 0.7, beardGrowth(root.point))) * rng.uniform(0.8, 1.25);
    const turn = rng.uniform(-0.4, 0.4);
    return { width: (t: number) => full * (0.9 - 0.2 * t), twist: () => turn, blend: 0.8 };
  };
  for (const [cell, from, spacing, share, rise, lift, width] of [
    ["beard", 0.15, 0.038, 0.55, 0.35, 0.012, 0.07],
    ["beard", 0.4, 0.042, 0.85, 0.6, 0.03, 0.07],
    ["beard", 0.55, 0.05, 1, 0.9, 0.045, 0.062],
    ["strand", 0.6, 0.055, 1.02, 0.95, 0.046, 0.045],
    ["wisp", 0.4, 0.085, 1.02, 1, 0.046, 0.05],
  ] as const) {
    growLayer(out, skin, rng, {
      cell,
      density: (p) => step(from - 0.1, from + 0.2, beardGrowth(p)),
      spacing,
      guide: hang(share, rise, lift),
      card: lock(width),
    });
  }
  growBorder(out, skin, rng, { growth: beardGrowth, spacing: 0.026 });
  return merge(out, lipBeard({ skin }, { name: "moustache", layers: MOUSTACHE }));
}

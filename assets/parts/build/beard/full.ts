import { growLayer } from "../core/grow.ts";
import { along } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { draws } from "../core/random.ts";
import type { AverageHead, Foot } from "../core/skin.ts";
import { add, step, unit, type Vec } from "../core/vector.ts";
import { beardFall, beardGrowth, moustacheGrowth } from "./growth.ts";

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
    return {
      length: size(root.point) * share * rng.uniform(0.75, 1.2),
      segments: share > 0.7 ? 4 : 3,
      cling: (0.85 - 0.6 * free) * (1 - under),
      flow: (point: Vec, normal: Vec, t: number) =>
        unit(add(add(add(beardFall(point), sway, t), jitter), normal, (rise * (0.3 + 0.7 * free) + 0.3 * under) * (1 - 1.3 * t))),
      lift: (t: number) => 0.004 + lift * (0.35 + 0.65 * free) * Math.min(1, 2.5 * t),
    };
  };
  const lock = (width: number) => () => {
    const full = width * rng.uniform(0.8, 1.25);
    const turn = rng.uniform(-0.4, 0.4);
    return { width: (t: number) => full * (0.9 - 0.2 * t), twist: () => turn, blend: 0.8 };
  };
  for (const [cell, from, spacing, share, rise, lift, width] of [
    ["beard", 0.15, 0.038, 0.55, 0.35, 0.012, 0.07],
    ["beard", 0.4, 0.042, 0.85, 0.6, 0.03, 0.07],
    ["beard", 0.55, 0.05, 1, 0.9, 0.045, 0.062],
    ["strand", 0.6, 0.055, 1.1, 1, 0.05, 0.045],
    ["wisp", 0.4, 0.075, 1.15, 1.1, 0.05, 0.05],
  ] as const) {
    growLayer(out, skin, rng, {
      cell,
      density: (p) => step(from - 0.1, from + 0.2, beardGrowth(p)),
      spacing,
      guide: hang(share, rise, lift),
      card: lock(width),
    });
  }
  growLayer(out, skin, rng, {
    cell: "stubble",
    density: (p) => step(0.02, 0.15, beardGrowth(p)) * step(0.85, 0.5, beardGrowth(p)),
    spacing: 0.026,
    guide: () => ({
      length: 0.045,
      segments: 1,
      cling: 1,
      flow: (point, normal) => along(beardFall(point), normal),
      lift: () => 0.004,
    }),
    card: () => ({ width: () => 0.05, blend: 0.95 }),
  });
  moustache(out, { skin } as AverageHead);
  return out;
}

/** Hairs of the upper lip, combed to the sides and over the corners of the mouth. */
function moustache(out: Draft, { skin }: AverageHead): void {
  const rng = draws("moustache");
  for (const [cell, spacing, size, width, lift, rise] of [
    ["beard", 0.017, 0.1, 0.036, 0.008, 0.35],
    ["beard", 0.02, 0.12, 0.034, 0.016, 0.6],
    ["strand", 0.026, 0.135, 0.024, 0.022, 0.7],
    ["wisp", 0.05, 0.13, 0.03, 0.024, 0.8],
  ] as const) {
    growLayer(out, skin, rng, {
      cell,
      density: moustacheGrowth,
      spacing,
      guide: (root) => {
        const side = Math.sign(root.point[0] || rng.sign());
        const far = step(0, 0.1, Math.abs(root.point[0]));
        const jitter = rng.uniform(-0.15, 0.15);
        return {
          length: size * (0.75 + 0.35 * far) * rng.uniform(0.8, 1.15),
          segments: 3,
          cling: 0.5,
          flow: (_p, normal, t) =>
            unit(add(along([side * (0.75 + 0.4 * far) + jitter, -0.75 - 0.5 * t - jitter, -0.1], normal), normal, rise * (1 - 1.4 * t))),
          lift: (t) => 0.003 + lift * Math.min(1, 2.5 * t),
        };
      },
      card: () => {
        const full = width * rng.uniform(0.85, 1.2);
        const turn = rng.uniform(-0.3, 0.3);
        return { width: (t) => full * (1 - 0.25 * t), twist: () => turn, blend: 0.75 };
      },
    });
  }
}

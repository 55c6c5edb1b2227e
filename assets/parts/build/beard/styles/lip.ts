import type { Cell } from "../../core/cards.ts";
import { growLayer } from "../../core/grow.ts";
import { along } from "../../core/guides.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { Density } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, step, unit } from "../../core/vector.ts";
import { moustacheGrowth } from "../growth.ts";

/** Hair of the upper lip. */
export interface LipBeard {
  name: string;
  /** Factor of its length, and of how far it stands off. */
  length?: number;
  lift?: number;
  /** Where it grows, 0..1; the whole upper lip where left out. */
  growth?: Density;
  /** How far it grows beyond the corners of the mouth, units. */
  wide?: number;
  /** How it falls: towards the sides and down at t, `far` is 0 below the nose and 1 at the corners of the mouth. */
  fall?: (far: number, t: number) => [number, number];
  layers?: readonly (readonly [Cell, number, number, number, number, number])[];
}

/** Cell, spacing, length, width, lift, rise. */
const LAYERS = [
  ["beard", 0.019, 0.1, 0.038, 0.008, 0.35],
  ["beard", 0.022, 0.12, 0.036, 0.016, 0.6],
  ["strand", 0.028, 0.135, 0.026, 0.022, 0.7],
  ["wisp", 0.05, 0.13, 0.03, 0.024, 0.8],
] as const;

/** A moustache combed to both sides. */
export function lipBeard({ skin }: Pick<AverageHead, "skin">, style: LipBeard): Draft {
  const out = draft();
  const rng = draws(style.name);
  const { growth = moustacheGrowth, wide = 0, length = 1, lift: high = 1, layers = LAYERS, fall = (far: number, t: number) => [0.75 + 0.4 * far, -0.75 - 0.5 * t] } = style;
  for (const [cell, spacing, size, width, lift, rise] of layers) {
    growLayer(out, skin, rng, {
      cell,
      density: (p) => growth([p[0] / (1 + wide / 0.16), p[1], p[2]]),
      spacing,
      guide: (root) => {
        const side = Math.sign(root.point[0] || rng.sign());
        const far = step(0, 0.1, Math.abs(root.point[0]));
        const jitter = rng.uniform(-0.15, 0.15);
        return {
          length: length * size * (0.75 + 0.35 * far) * rng.uniform(0.8, 1.15),
          segments: 3,
          cling: 0.5,
          flow: (_p, normal, t) => {
            const [out, down] = fall(far, t);
            return unit(add(along([side * out + jitter, down - jitter, -0.1], normal), normal, rise * (1 - 1.4 * t)));
          },
          // Roots lie in the skin: no card shows the edge that it is cut at.
          lift: (t) => -0.002 + (0.005 + high * lift) * Math.min(1, 2.5 * t),
        };
      },
      card: () => {
        const full = width * rng.uniform(0.85, 1.2);
        const turn = rng.uniform(-0.3, 0.3);
        return { width: (t) => full * (1 - 0.25 * t) * (0.45 + 0.55 * step(0, 0.3, t)), twist: () => turn, blend: 0.75 };
      },
    });
  }
  return out;
}

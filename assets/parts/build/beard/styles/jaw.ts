import type { Cell } from "../../core/cards.ts";
import { growLayer } from "../../core/grow.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead, Foot } from "../../core/skin.ts";
import { add, step, unit, type Vec } from "../../core/vector.ts";
import { growBorder } from "../border.ts";
import { beardFall, beardGrowth } from "../growth.ts";

/** A beard on jaw and chin. */
export interface JawBeard {
  name: string;
  /** Where it grows, 0..1; the full beard's place where left out. */
  growth?: (point: Vec) => number;
  /** Length of its hair at a place, units. */
  size: (point: Vec) => number;
  /** Which way it falls at t along it; the usual where left out. */
  fall?: (point: Vec, t: number) => Vec;
  /** Cell, growth from which on it stands, spacing, share of the length, rise off the skin, lift, width. */
  layers: readonly (readonly [Cell, number, number, number, number, number, number])[];
  /** How far its locks stray. */
  sway?: number;
}

/** Layers of locks on the jaw, the outer ones longer and further off, and a soft border. */
export function jawBeard({ skin }: Pick<AverageHead, "skin">, style: JawBeard): Draft {
  const out = draft();
  const rng = draws(style.name);
  const { growth = beardGrowth, fall = beardFall, sway = 1, size } = style;
  for (const [cell, from, spacing, share, rise, lift, width] of style.layers) {
    growLayer(out, skin, rng, {
      cell,
      density: (p) => step(from - 0.1, from + 0.2, growth(p)),
      spacing,
      guide: (root: Foot) => {
        const side: Vec = [0.25 * sway * swell(root.point, 0.14), 0, 0.15 * sway * swell(root.point, 0.17, 1)];
        const jitter: Vec = [rng.uniform(-0.12, 0.12) * sway, 0, rng.uniform(-0.1, 0.1) * sway];
        const under = step(-0.58, -0.66, root.point[1]);
        // Short hair before the ears and on the cheeks lies down; only what hangs from the jaw stands off.
        const free = step(-0.26, -0.48, root.point[1]);
        // Shorter and closer to the skin towards its edges.
        const full = 0.6 + 0.4 * step(0.1, 0.8, growth(root.point));
        const long = size(root.point) * share * full * rng.uniform(0.78, 1.18);
        return {
          length: long,
          segments: long > 0.3 ? 5 : share > 0.7 ? 4 : 3,
          cling: (0.75 - 0.5 * free) * (1 - under),
          flow: (point, normal, t) =>
            unit(add(add(add(fall(point, t), side, t), jitter), normal, (rise * (0.45 + 0.55 * free) + 0.3 * under) * (1 - 1.3 * t))),
          lift: (t) => 0.003 + full * lift * (0.5 + 0.5 * free) * Math.min(1, 2.5 * t),
        };
      },
      card: (root) => {
        const full = width * (0.78 + 0.22 * step(0.1, 0.7, growth(root.point))) * rng.uniform(0.8, 1.25);
        const turn = rng.uniform(-0.4, 0.4);
        return { width: (t) => full * (0.9 - 0.2 * t), twist: () => turn, blend: 0.8 };
      },
    });
  }
  growBorder(out, skin, rng, { growth, spacing: 0.028 });
  return out;
}

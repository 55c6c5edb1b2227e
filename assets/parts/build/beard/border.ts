import type { Cell } from "../core/cards.ts";
import { growLayer } from "../core/grow.ts";
import { along } from "../core/guides.ts";
import type { Draft } from "../core/mesh.ts";
import type { Draws } from "../core/random.ts";
import type { Ground } from "../core/skin.ts";
import { step, type Vec } from "../core/vector.ts";
import { beardFall } from "./growth.ts";

/** At the border, and on the cheeks: where they grow, how far apart, how long, high and wide. */
const LAYERS: { cell: Cell; density: (point: Vec, growth: number) => number; apart: number; length: number; lift: number; width: number }[] = [
  { cell: "stubble", density: (_, growth) => step(0.02, 0.15, growth) * step(0.85, 0.5, growth), apart: 1, length: 0.045, lift: 0.004, width: 0.05 },
  { cell: "shorn", density: ([, y], growth) => step(0.1, 0.3, growth) * step(-0.56, -0.46, y), apart: 1.4, length: 0.064, lift: 0.006, width: 0.067 },
];

/** Short hairs that lie flat: where a beard begins its soft border, and beneath the locks on the cheeks what closes it. @param growth of the beard, 0..1. */
export function growBorder(to: Draft, skin: Ground, rng: Draws, { growth, spacing }: { growth: (point: Vec) => number; spacing: number }): void {
  for (const { cell, density, apart, length, lift, width } of LAYERS) {
    growLayer(to, skin, rng, {
      cell,
      density: (p) => density(p, growth(p)),
      spacing: apart * spacing,
      guide: () => ({ length, segments: 1, cling: 1, flow: (point, normal) => along(beardFall(point), normal), lift: () => lift }),
      card: () => ({ width: () => width, blend: 0.95 }),
    });
  }
}

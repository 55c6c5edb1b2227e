import { growLayer } from "../core/grow.ts";
import { along } from "../core/guides.ts";
import type { Draft } from "../core/mesh.ts";
import type { Draws } from "../core/random.ts";
import type { Ground } from "../core/skin.ts";
import { step, type Vec } from "../core/vector.ts";
import { beardFall } from "./growth.ts";

/** Short hairs that lie flat: where a beard begins its soft border, and beneath the locks on the cheeks what closes it. @param growth of the beard, 0..1. */
export function growBorder(to: Draft, skin: Ground, rng: Draws, { growth, spacing }: { growth: (point: Vec) => number; spacing: number }): void {
  growLayer(to, skin, rng, {
    cell: "stubble",
    density: (p) => step(0.02, 0.15, growth(p)) * step(0.85, 0.5, growth(p)),
    spacing,
    guide: () => ({
      length: 0.045,
      segments: 1,
      cling: 1,
      flow: (point, normal) => along(beardFall(point), normal),
      lift: () => 0.004,
    }),
    card: () => ({ width: () => 0.05, blend: 0.95 }),
  });
  growLayer(to, skin, rng, {
    cell: "shorn",
    density: (p) => step(0.1, 0.3, growth(p)) * step(-0.56, -0.46, p[1]),
    spacing: 1.4 * spacing,
    guide: () => ({
      length: 0.064,
      segments: 1,
      cling: 1,
      flow: (point, normal) => along(beardFall(point), normal),
      lift: () => 0.006,
    }),
    card: () => ({ width: () => 0.067, blend: 0.95 }),
  });
}

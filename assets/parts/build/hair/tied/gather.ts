import { closeScalp, growLayer } from "../../core/grow.ts";
import { along } from "../../core/guides.ts";
import type { Draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import type { Draws } from "../../core/random.ts";
import type { Ground } from "../../core/skin.ts";
import { add, length, step, sub, unit, type Vec } from "../../core/vector.ts";
import { growEscaped, overHairline, softHairline } from "../hairline.ts";

export interface Gather {
  /** Where all hair is drawn to, and which way it leaves the head there. */
  tie: Vec;
  axis: Vec;
  /** Factor of how far it stands off the scalp on its way. */
  loose?: number;
}

/** Hair combed from the whole hairline to one place, with loose hairs at temples and nape. */
export function gather(to: Draft, skull: Ground, rng: Draws, { tie, axis, loose = 1 }: Gather): void {
  const over = (point: Vec) => overHairline(point) + 0.01 * swell(point, 0.12);
  const comb = (lift: number, rise: number, reach = 1) => (root: { point: Vec }) => {
    const aim = add(tie, [swell(root.point, 0.3) * 0.04, rng.uniform(-0.04, 0.04), 0]);
    const far = length(sub(aim, root.point));
    const high = loose * lift * rng.uniform(0.6, 1.3);
    return {
      length: far * 1.12 * reach,
      segments: Math.max(3, Math.round(far * 6 * reach)),
      cling: 0.8,
      flow: (point: Vec, normal: Vec, t: number) => unit(add(along(sub(aim, point), normal), normal, rise * (0.5 - t))),
      lift: (t: number) => 0.004 + high * step(0, 0.35, t) * (1 - 0.4 * t),
      ...(reach === 1 ? { end: add(aim, axis, 0.03) } : {}),
    };
  };
  const narrow = (width: number) => () => {
    const full = width * rng.uniform(0.8, 1.2);
    const tilt = rng.uniform(-0.1, 0.1);
    return { width: (t: number) => full * (1 - 0.4 * t), twist: () => tilt, blend: 0.92 };
  };
  // Combed hair shows no root but along the hairline: every card runs from there to the tie.
  for (const [cell, from, until, spacing, lift, width] of [
    ["dense", 0.1, 0.22, 0.09, 0.012, 0.15],
    ["dense", 0.02, 0.1, 0.06, 0.024, 0.11],
    ["strand", 0.0, 0.08, 0.06, 0.036, 0.06],
  ] as const) {
    growLayer(to, skull, rng, {
      cell,
      density: (p) => step(from, from + 0.02, over(p)) * step(until + 0.02, until, over(p)),
      spacing,
      guide: comb(lift, 0.3),
      card: narrow(width),
    });
  }
  closeScalp(to, skull, rng, (p) => step(0.09, 0.1, over(p)), (p) => sub(tie, p));
  softHairline(to, skull, rng, over, (p) => sub(tie, p));
  growLayer(to, skull, rng, {
    cell: "wisp",
    density: (p) => 0.5 * step(0.0, 0.03, over(p)),
    spacing: 0.12,
    guide: (root) => ({ ...comb(0.03, 0.4, 0.5)(root), cling: 0.5 }),
    card: narrow(0.05),
  });
  growEscaped(to, skull, rng, over, { spacing: 0.055, length: [0.1, 0.2], segments: 3, rise: 0.6 });
}

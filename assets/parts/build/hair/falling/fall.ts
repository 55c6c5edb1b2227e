import { addCard, type Cell, patch } from "../../core/cards.ts";
import { closeScalp } from "../../core/grow.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { type Draws, draws } from "../../core/random.ts";
import { type Density, spreadRoots } from "../../core/roots.ts";
import type { AverageHead, Foot, Ground } from "../../core/skin.ts";
import { step, table, type Vec } from "../../core/vector.ts";
import { around, overHairline } from "../hairline.ts";
import { drape, waved } from "./drape.ts";

/** A style of hair that hangs down. */
export interface Fall {
  name: string;
  /** Where the parting meets the forehead, units to the left. */
  parting: number;
  /** Height of its ends over the angle from the front, radians. */
  bottom: [number, number][];
  /** How far the ends differ in height. */
  ragged: number;
  /** Thickness of the mass over the scalp. */
  volume: number;
  /** How far it stands off the neck, 0..1. */
  hang: number;
  /** Sideways waves: how far, and the length of one. */
  wave?: [number, number];
  /** Height at which a fringe over the forehead ends. */
  fringe?: number;
  /** Wider cards, fewer of them. */
  spacing?: number;
}

/** One layer of its cards. */
interface Cards {
  cell: Cell;
  roots: Foot[];
  /** Share of the volume that it lies at. */
  depth: number;
  width: number;
  /** Ends higher by this. */
  shorter?: number;
}

/** Hair that falls from a parting over the ears, its face free. */
export function fall({ skull, skin }: AverageHead, style: Fall): Draft {
  const out = draft();
  const rng = draws(style.name);
  const wide = style.spacing ?? 1;
  const over = (point: Vec) => overHairline(point) + 0.008 * swell(point, 0.12);
  // The parting runs from the forehead to the crown.
  const part = (z: number) => style.parting * step(-0.3, 0.1, z) + 0.005 * Math.sin(9 * z);
  const comb = ([x, , z]: Vec): Vec => {
    const middle = Math.min(0.5, Math.max(-0.2, z));
    const side = x - part(middle);
    // Beside the parting the way is across it, whatever the distance.
    return [Math.sign(side || 1) * Math.max(z > -0.2 ? 0.04 : 0.004, Math.abs(side)), -0.02, z - middle - 0.1 * step(0.05, 0.3, z) * Math.abs(side) * 4];
  };
  const spread = (density: Density, spacing: number) => spreadRoots(skull, density, spacing * wide, rng);
  const lay = ({ cell, roots, depth, width, shorter = 0 }: Cards) => {
    for (const root of roots) {
      const lift = 0.008 + style.volume * depth * rng.uniform(0.8, 1.15);
      const ends = table(style.bottom, around(root.point)) + style.ragged * rng.uniform(-1, 1) + shorter;
      let guide = drape(skull, root, {
        comb,
        bottom: Math.min(ends, root.point[1] - 0.12),
        lift,
        hang: style.hang * (0.35 + 0.65 * depth),
        aside: rng.uniform(0, 0.24),
        segments: Math.max(4, Math.round(6.5 * Math.min(1.5, root.point[1] - ends + 0.35))),
      });
      if (style.wave) guide = waved(guide, style.wave[0] * rng.uniform(0.7, 1.2), style.wave[1], 5 * swell(root.point, 0.5) + rng.uniform(-0.5, 0.5));
      const full = width * rng.uniform(0.8, 1.2) * wide;
      const tilt = rng.uniform(-0.22, 0.22);
      addCard(out, guide, {
        patch: patch(cell, Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
        width: (t) => full * (0.8 + 0.3 * t),
        twist: () => tilt,
        blend: 0.88,
      });
    }
  };
  const fromParting = ([x, , z]: Vec) => Math.abs(x - part(z)) + step(-0.15, -0.3, z);
  closeScalp(out, skull, rng, (p) => step(0.09, 0.1, over(p)) * step(0.05, 0.06, fromParting(p)), comb);
  const inner = (p: Vec) => step(0.02, 0.04, over(p)) * (0.45 + 0.55 * step(0.3, 0.1, p[1]));
  lay({ cell: "dense", roots: spread(inner, 0.1), depth: 0.15, width: 0.16 });
  const nape = (p: Vec) => step(0.01, 0.03, over(p)) * step(0.05, -0.05, p[1]);
  lay({ cell: "dense", roots: spread(nape, 0.085), depth: 0.1, width: 0.13, shorter: 0.02 });
  const upper = (p: Vec) => step(0.02, 0.05, over(p)) * step(0.25, 0.4, p[1]);
  lay({ cell: "dense", roots: spread(upper, 0.085), depth: 0.6, width: 0.125 });
  for (const depth of [0.25, 0.85]) lay({ cell: "dense", roots: besideParting(skull, part, 0.06 * wide, rng), depth, width: 0.11 });
  // Where the parting ends hair turns from sideways to backwards, and draws apart.
  const crown = (p: Vec) => step(0.15, 0.11, Math.hypot(p[0] - part(-0.2), p[2] + 0.2)) * step(0.3, 0.4, p[1]);
  lay({ cell: "dense", roots: spread(crown, 0.065), depth: 0.5, width: 0.11 });
  const front = (p: Vec) => step(0.0, 0.014, over(p)) * step(0.09, 0.06, over(p)) * step(-0.05, 0.05, p[2]);
  lay({ cell: "dense", roots: spread(front, 0.06), depth: 0.2, width: 0.085 });
  const edge = (p: Vec) => step(0.0, 0.012, over(p)) * step(0.05, 0.03, over(p)) * step(-0.12, -0.02, p[2]);
  lay({ cell: "strand", roots: spread(edge, 0.034), depth: 0.3, width: 0.05 });
  lay({ cell: "strand", roots: spread((p) => upper(p), 0.12), depth: 1, width: 0.06 });
  lay({ cell: "wisp", roots: spread((p) => 0.5 * step(0.04, 0.1, over(p)), 0.14), depth: 1.25, width: 0.07 });
  if (style.fringe !== undefined) layFringe(out, skin, spread((p) => step(0.0, 0.02, over(p)) * step(0.2, 0.16, over(p)) * step(0.8, 0.6, around(p)), 0.04), {
    fringe: style.fringe,
    rng,
  });
  return out;
}

/** Roots on both sides of the parting, from the forehead to the crown. */
function besideParting(skull: Ground, part: (z: number) => number, spacing: number, rng: Draws): Foot[] {
  const roots: Foot[] = [];
  for (let arc = 0.5; arc < 2.3; arc += spacing / 0.8) {
    for (const side of [-1, 1]) {
      const turn = arc + rng.uniform(-0.3, 0.3) * spacing;
      const z = -0.1 + 0.9 * Math.cos(turn);
      const { point, normal } = skull.foot([part(z), 0.1 + 0.9 * Math.sin(turn), z]);
      const x = part(point[2]) + side * 0.004 * rng.uniform(0.7, 1.3);
      if (overHairline(point) > 0.005) roots.push({ point: [x, point[1], point[2]], normal, height: 0 });
    }
  }
  return roots;
}

/** Hair combed forward over the forehead. */
function layFringe(out: Draft, skin: Ground, roots: Foot[], { fringe, rng }: { fringe: number; rng: Draws }): void {
  for (const root of roots) {
    const guide = drape(skin, root, {
      comb: ([x, y]) => [0.25 * x, -0.4 * step(0.55, 0.3, y), 1],
      bottom: fringe + rng.uniform(-0.015, 0.015) - 0.25 * root.point[0] ** 2,
      lift: rng.uniform(0.012, 0.04),
      hang: 1,
      aside: -2,
      segments: 5,
    });
    const full = 0.075 * rng.uniform(0.8, 1.2);
    addCard(out, guide, {
      patch: patch(rng.uniform() < 0.75 ? "dense" : "strand", Math.floor(rng.uniform(0, 4)), rng.uniform() < 0.5),
      width: (t) => full * (1 - 0.2 * t),
      blend: 0.9,
    });
  }
}

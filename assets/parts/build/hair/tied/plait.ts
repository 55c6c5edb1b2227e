import { addCard, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import type { Draft } from "../../core/mesh.ts";
import type { Draws } from "../../core/random.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, scale, step, unit, type Vec } from "../../core/vector.ts";
import { band, frameOf } from "./bundle.ts";

export interface Plait {
  line: Vec[];
  /** Which way its broad side looks. */
  up: Vec;
  /** Half its breadth at the beginning; it tapers to 60 %. */
  size: number;
  /** How often the three strands go round. */
  winds: number;
  /** Length of the tuft below the band. */
  tuft: number;
  rng: Draws;
}

/** Three strands that cross in turn, a band, a tuft: each strand swings from side to side, and twice as often forth and back. */
export function plait(to: Draft, { line, up, size, winds, tuft, rng }: Plait): void {
  const frame = frameOf(line, up);
  const thick = (t: number) => size * (1 - 0.4 * t);
  const strand = (k: number, t: number): Vec => {
    const { point, across, face } = frame(t);
    const phase = 2 * Math.PI * (winds * t + k / 3);
    const open = 0.4 + 0.6 * step(-0.02, 0.08, t);
    return add(add(point, across, 0.54 * thick(t) * Math.sin(phase) * open), face, 0.3 * thick(t) * Math.sin(2 * phase) * open);
  };
  const steps = Math.round(9 * winds);
  for (let k = 0; k < 3; k++) {
    sweep(to, Array.from({ length: steps + 1 }, (_, i) => strand(k, i / steps)), {
      outline: ellipse(6, 0.74),
      radius: (t) => 0.47 * thick(t) * (1 - 0.35 * step(0.92, 1, t)),
      up,
      patch: patch("solid", 0),
      repeats: 5,
    });
  }
  // Hairs that lie on the strands and stand off them break the outline.
  for (let i = 0; i < 10 * winds; i++) {
    const start = rng.uniform(-0.02, 0.92);
    const angle = rng.uniform(0, 2 * Math.PI);
    const guide: Guide = { points: [], normals: [] };
    for (let s = 0; s <= 3; s++) {
      const t = Math.min(1, Math.max(0, start + (0.5 * s) / 3 / winds));
      const { across, face } = frame(t);
      const normal = unit(add(scale(across, Math.sin(angle)), face, Math.cos(angle)));
      guide.points.push(add(strand(i % 3, t), normal, 0.47 * thick(t) * (0.92 + 0.12 * s * rng.uniform(0.3, 1))));
      guide.normals.push(normal);
    }
    addCard(to, guide, { patch: patch(i % 2 ? "wisp" : "strand", i, i % 4 < 2), width: () => 0.45 * size, blend: 0.9 });
  }
  band(to, line, up, { at: 1, radius: 0.62 * thick(1), wide: 0.4 * size });
  const end = frame(1);
  for (let i = 0; i < 14; i++) {
    const angle = (2 * Math.PI * i) / 7 + rng.uniform(-0.3, 0.3);
    const normal = unit(add(scale(end.across, Math.sin(angle)), end.face, Math.cos(angle)));
    const reach = tuft * rng.uniform(0.7, 1.1);
    const wide = size * rng.uniform(0.3, 0.55) * (i < 7 ? 1 : 0.4);
    const points = [0, 0.35, 0.7, 1].map((t) => add(add(end.point, end.down, reach * t), normal, 0.25 * size + wide * Math.sin(2.5 * t)));
    addCard(to, { points, normals: points.map(() => normal) }, { patch: patch("dense", i, i % 2 === 0), width: () => 0.7 * size, blend: 0.85 });
  }
}

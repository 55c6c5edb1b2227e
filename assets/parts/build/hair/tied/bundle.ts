import { addCard, type Cell, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import type { Draft } from "../../core/mesh.ts";
import type { Draws } from "../../core/random.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, cross, reject, scale, sub, table, unit, type Vec } from "../../core/vector.ts";

/** Place and axes along a line: t in 0..1, `up` is kept as well as the line lets it. */
export function frameOf(line: Vec[], up: Vec): (t: number) => { point: Vec; down: Vec; across: Vec; face: Vec } {
  const last = line.length - 1;
  return (t) => {
    const at = Math.min(last, Math.max(0, t * last));
    const i = Math.min(last - 1, Math.floor(at));
    const point = add(scale(line[i], 1 - (at - i)), line[i + 1], at - i);
    const down = unit(sub(line[Math.min(last, i + 2)], line[Math.max(0, i - 1)]));
    const face = unit(reject(up, down));
    return { point, down, across: unit(cross(face, down)), face };
  };
}

export interface Bundle {
  line: Vec[];
  up: Vec;
  /** Radius over t. */
  radius: [number, number][];
  /** How many cards, and how wide they are. */
  count: number;
  width: number;
  rng: Draws;
}

/** Hair that hangs together along a line: an opaque core and cards around it that end one after the other. */
export function bundle(to: Draft, { line, up, radius, count, width, rng }: Bundle): void {
  const frame = frameOf(line, up);
  const rows = 7;
  const core = Array.from({ length: rows + 1 }, (_, i) => frame((0.86 * i) / rows).point);
  sweep(to, core, {
    outline: ellipse(8),
    radius: (t) => 0.8 * table(radius, 0.86 * t) * (1 - 0.85 * t ** 3),
    up,
    patch: patch("solid", 0),
    repeats: 3,
  });
  const cells: Cell[] = ["dense", "dense", "strand", "dense", "strand", "wisp"];
  for (let i = 0; i < count; i++) {
    const angle = 2.399963 * i + rng.uniform(-0.3, 0.3);
    const cell = cells[i % cells.length];
    const out = cell === "wisp" ? 1.15 : rng.uniform(0.78, 1.02);
    const turn = rng.uniform(-0.5, 0.5);
    const from = i % 3 === 0 ? rng.uniform(0.1, 0.4) : 0;
    const until = rng.uniform(0.82, 1);
    const guide: Guide = { points: [], normals: [] };
    for (let k = 0; k <= rows; k++) {
      const t = from + ((until - from) * k) / rows;
      const { point, across, face } = frame(t);
      const normal = add(scale(across, Math.sin(angle + turn * t)), face, Math.cos(angle + turn * t));
      guide.points.push(add(point, normal, table(radius, t) * out));
      guide.normals.push(normal);
    }
    const full = width * rng.uniform(0.8, 1.2);
    addCard(to, guide, {
      patch: patch(cell, i, i % 2 === 0),
      width: (t) => full * (0.75 + 0.35 * Math.sin(Math.PI * Math.min(1, t + 0.2))),
      blend: 0.9,
    });
  }
}

/** A band around a line at t. */
export function band(to: Draft, line: Vec[], up: Vec, { at, radius, wide }: { at: number; radius: number; wide: number }): void {
  const { point, down } = frameOf(line, up)(at);
  sweep(to, [-0.5, -0.25, 0.25, 0.5].map((k) => add(point, down, k * wide)), {
    outline: ellipse(9),
    radius: (t) => radius * (0.9 + 0.2 * Math.sin(Math.PI * t)),
    up,
    patch: patch("solid", 0),
  });
}

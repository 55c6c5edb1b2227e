import { addCard, patch } from "../core/cards.ts";
import { COARSER, growLayer } from "../core/grow.ts";
import { along, type Guide, growGuide, tangents } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { draws } from "../core/random.ts";
import { spreadRoots } from "../core/roots.ts";
import type { AverageHead } from "../core/skin.ts";
import { add, cross, mix, scale, step, unit, type Vec } from "../core/vector.ts";
import { overHairline } from "./hairline.ts";

/** Where a curl is drawn: out of the head, outwards to the sides, and down the longer it hangs. */
function fall(point: Vec, normal: Vec, t: number): Vec {
  const [x, y, z] = point;
  const side = Math.sign(x || 1) * step(0, 0.25, Math.abs(x));
  const back = step(0.25, -0.3, z);
  const front = step(0.2, 0.42, z) * step(0.2, 0.4, y);
  const out = scale(normal, 1.05 * (1 - t));
  const spread: Vec = [0.3 * side + 0.25 * front * Math.sign(x || 1), 0.2 - 1.8 * t, -0.25 * back + 0.2 * front * (1 - 1.5 * t)];
  return unit(add(out, spread));
}

/** Ringlets all round: ribbons wound about lines that rise from the scalp and fall under their weight. */
export function curly({ skull }: AverageHead, level: number): Draft {
  const out = draft();
  const rng = draws("curly hair");
  const over = (point: Vec) => overHairline(point) + 0.012 * swell(point, 0.12);
  // Beneath, flat cards close the scalp.
  growLayer(out, skull, rng, level, {
    cell: "curl",
    density: (p) => step(0.012, 0.04, over(p)),
    spacing: 0.06,
    guide: (root) => ({
      length: 0.16,
      segments: 2,
      cling: 0.6,
      flow: (point, normal) => unit(add(along(fall(point, normal, 0.5), normal), [swell(root.point, 0.1) * 0.8, 0, 0.3 * swell(root.point, 0.13, 2)])),
      lift: (t) => 0.012 + 0.035 * t,
    }),
    card: () => ({ width: () => 0.14, blend: 0.9 }),
  });
  const roots = spreadRoots(skull, (p) => step(0.0, 0.03, over(p)), 0.077 * (level === 0 ? 1 : 1.35), rng);
  for (const root of roots) {
    const edge = step(0.0, 0.14, over(root.point));
    const low = step(0.15, -0.2, root.point[1]);
    const front = step(0.25, 0.42, root.point[2]);
    const size = (0.24 + 0.2 * edge) * rng.uniform(0.75, 1.2) * (1 - 0.2 * low) * (1 - 0.3 * front);
    const sway: Vec = [0.4 * swell(root.point, 0.2), 0.2 * swell(root.point, 0.24, 1), 0.4 * swell(root.point, 0.22, 2)];
    const jitter: Vec = [rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2), rng.uniform(-0.2, 0.2)];
    const guide = growGuide(skull, root, {
      length: size,
      segments: 8,
      flow: (point, normal, t) => unit(add(add(fall(point, normal, t), sway), jitter)),
      lift: (t) => 0.012 + 0.05 * edge * t,
    });
    addRinglet(out, guide, {
      radius: rng.uniform(0.025, 0.04),
      turns: size * rng.uniform(11, 15),
      phase: rng.uniform(0, 2 * Math.PI),
      hand: rng.sign(),
      width: rng.uniform(0.042, 0.058) * (level === 0 ? 1 : 1.3),
      column: Math.floor(rng.uniform(0, 4)),
      rows: level === 0 ? 5 : 3,
    });
  }
  // Fine short curls along the hairline.
  for (const root of spreadRoots(skull, (p) => step(-0.018, 0, over(p)) * step(0.03, 0.01, over(p)), 0.036 * COARSER[level], rng)) {
    const guide = growGuide(skull, root, {
      length: rng.uniform(0.06, 0.12),
      segments: 4,
      cling: 0.5,
      flow: (_p, normal, t) => unit(add(along([rng.uniform(-1, 1), 0.6, -1], normal), normal, 0.5 - t)),
      lift: () => 0.01,
    });
    addRinglet(out, guide, { radius: 0.011, turns: 1.5, phase: rng.uniform(0, 6), hand: rng.sign(), width: 0.03, column: 0, rows: 4, cell: "wisp" });
  }
  growLayer(out, skull, rng, level, {
    cell: "stubble",
    density: (p) => step(-0.02, -0.005, over(p)) * step(0.03, 0.0, over(p)),
    spacing: 0.03,
    guide: () => ({
      length: 0.05,
      segments: 1,
      cling: 1,
      flow: (_p, normal) => along([rng.uniform(-1, 1), 0.6, -1], normal),
      lift: () => 0.005,
    }),
    card: () => ({ width: () => 0.05, blend: 0.9 }),
  });
  // Hairs that escaped the curls break the outline.
  growLayer(out, skull, rng, level, {
    cell: "wisp",
    density: (p) => step(0.03, 0.08, over(p)),
    spacing: 0.14,
    guide: () => ({
      length: rng.uniform(0.22, 0.34),
      segments: 5,
      flow: (point, normal, t) => unit(add(fall(point, normal, t * 0.7), [rng.uniform(-0.7, 0.7), rng.uniform(-0.3, 0.6), rng.uniform(-0.7, 0.7)])),
      lift: (t) => 0.02 + 0.1 * t,
    }),
    card: () => ({ width: () => 0.07, blend: 0.6 }),
  });
  return out;
}

interface Ringlet {
  radius: number;
  turns: number;
  phase: number;
  hand: number;
  width: number;
  column: number;
  /** Rows of vertices a turn. */
  rows: number;
  cell?: "curl" | "wisp";
}

/** A ribbon wound about a line, its face turned outwards, tighter towards its tip. */
function addRinglet(out: Draft, guide: Guide, { radius, turns, phase, hand, width, column, rows, cell = "curl" }: Ringlet): void {
  const axis = tangents(guide);
  const last = guide.points.length - 1;
  const count = Math.max(4, Math.round(turns * rows));
  const line: Guide = { points: [], normals: [] };
  for (let i = 0; i <= count; i++) {
    const t = i / count;
    const at = Math.min(last - 1e-6, t * last);
    const k = Math.floor(at);
    const point = mix(guide.points[k], guide.points[k + 1], at - k);
    const down = unit(mix(axis[k], axis[k + 1], at - k));
    const ground = unit(mix(guide.normals[k], guide.normals[k + 1], at - k));
    const across = unit(cross(down, Math.abs(down[2]) < 0.8 ? [0, 0, 1] : [1, 0, 0]));
    const face = cross(across, down);
    const angle = phase + hand * 2 * Math.PI * turns * t;
    const outward = add(scale(across, Math.cos(angle)), face, Math.sin(angle));
    const wide = radius * step(-0.05, 0.25, t) * (1 - 0.3 * t);
    line.points.push(add(point, outward, wide));
    // Shaded as the curl's own roundness upon that of the whole head of hair.
    line.normals.push(unit(add(scale(outward, 0.75), ground, 0.65)));
  }
  addCard(out, line, {
    patch: patch(cell, column, hand > 0),
    width: (t) => width * (1 - 0.35 * step(0.7, 1, t)),
    blend: 0.85,
  });
}

import { addCard, patch } from "../core/cards.ts";
import { closeScalp, growLayer } from "../core/grow.ts";
import { along, type Guide } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { swell } from "../core/noise.ts";
import { draws } from "../core/random.ts";
import type { AverageHead } from "../core/skin.ts";
import { ellipse, sweep } from "../core/sweep.ts";
import { add, curve, length, rotate, scale, step, sub, unit, type Vec } from "../core/vector.ts";
import { growEscaped, overHairline, softHairline } from "./hairline.ts";

/** Where the hair is gathered, and the axis that the bun is wound about. */
const TIE: Vec = [0, 0.27, -0.63];
const AXIS: Vec = unit([0, 0.28, -1]);
const CENTER: Vec = add(TIE, AXIS, 0.075);

/** Hair combed back tightly and wound into a bun at the back of the head, with loose hairs at temples and nape. */
export function bun({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("bun");
  const over = (point: Vec) => overHairline(point) + 0.01 * swell(point, 0.12);
  const comb = (lift: number, rise: number, reach = 1) => (root: { point: Vec; normal: Vec }) => {
    const far = length(sub(TIE, root.point));
    const aim = add(TIE, [swell(root.point, 0.3) * 0.05, rng.uniform(-0.06, 0.06), 0]);
    const high = lift * rng.uniform(0.6, 1.3);
    return {
      length: far * 1.12 * reach,
      segments: Math.max(3, Math.round(far * 7 * reach)),
      cling: 0.8,
      flow: (point: Vec, normal: Vec, t: number) => unit(add(along(sub(aim, point), normal), normal, rise * (0.5 - t))),
      lift: (t: number) => 0.004 + high * step(0, 0.35, t) * (1 - 0.4 * t),
      ...(reach === 1 ? { end: add(aim, AXIS, 0.02) } : {}),
    };
  };
  const narrow = (width: number) => () => {
    const full = width * rng.uniform(0.8, 1.2);
    const tilt = rng.uniform(-0.1, 0.1);
    return { width: (t: number) => full * (1 - 0.4 * t), twist: () => tilt, blend: 0.92 };
  };
  // Combed hair shows no root but along the hairline: every card runs from there to the tie.
  const rows: [number, number, number, number, number][] = [
    [0.1, 0.2, 0.08, 0.012, 0.145],
    [0.034, 0.11, 0.046, 0.024, 0.1],
    [0.03, 0.09, 0.05, 0.032, 0.085],
  ];
  for (const [from, to, spacing, lift, width] of rows) {
    growLayer(out, skull, rng, {
      cell: "dense",
      density: (p) => step(from, from + 0.02, over(p)) * step(to + 0.02, to, over(p)),
      spacing,
      guide: comb(lift, 0.3),
      card: narrow(width),
    });
  }
  closeScalp(out, skull, rng, (p) => step(0.09, 0.1, over(p)), (p) => sub(TIE, p));
  growLayer(out, skull, rng, {
    cell: "strand",
    density: (p) => step(0.01, 0.05, over(p)) * step(0.12, 0.08, over(p)),
    spacing: 0.046,
    guide: comb(0.038, 0.4),
    card: narrow(0.055),
  });
  softHairline(out, skull, rng, over, (p) => sub(TIE, p));
  growLayer(out, skull, rng, {
    cell: "wisp",
    density: (p) => 0.6 * step(0.03, 0.08, over(p)),
    spacing: 0.15,
    guide: (root) => ({ ...comb(0.04, 0.4, 0.5)(root), cling: 0.7 }),
    card: narrow(0.05),
  });
  growEscaped(out, skull, rng, over, { spacing: 0.09, length: [0.09, 0.18], segments: 4, rise: 0.7 });
  wind(out);
  return out;
}

/** The bun: a coil of swept hair, and strands laid over it. */
function wind(out: Draft): void {
  const rng = draws("coil of the bun");
  const right: Vec = [1, 0, 0];
  const around = (angle: number, radius: number, out: number): Vec =>
    add(add(CENTER, rotate(right, AXIS, angle), radius), AXIS, out);
  const coil = (t: number): Vec => {
    const angle = 0.6 + t * 2 * Math.PI * 1.85;
    return around(angle, 0.125 * (1 - t) ** 0.8 + 0.008, -0.03 + 0.105 * t ** 0.8);
  };
  const line = Array.from({ length: 35 }, (_, i) => coil(i / 34));
  sweep(out, line, {
    outline: ellipse(9, 0.9),
    radius: (t) => 0.066 * step(-0.12, 0.1, t) * (1 - 0.45 * step(0.75, 1.05, t)),
    up: AXIS,
    twist: (t) => 5 * t,
    patch: patch("solid", 0),
    repeats: 7,
  });
  // A core fills what the coil leaves open.
  sweep(out, [add(CENTER, AXIS, -0.1), add(CENTER, AXIS, -0.03), add(CENTER, AXIS, 0.04), add(CENTER, AXIS, 0.065)], {
    outline: ellipse(10),
    radius: (t) => [0.08, 0.14, 0.1, 0.03][Math.round(t * 3)],
    up: right,
    patch: patch("solid", 0),
    repeats: 2,
  });
  for (let i = 0; i < 90; i++) {
    const start = rng.uniform(0, 0.78);
    const side = rng.uniform(-1.5, 1.3);
    const reach = rng.uniform(0.16, 0.3);
    const thick = 0.068 + rng.uniform(0, 0.008);
    const guide: Guide = { points: [], normals: [] };
    for (let k = 0; k <= 5; k++) {
      const t = Math.min(1, start + (reach * k) / 5);
      const at = coil(t);
      const outward = unit(sub(at, add(CENTER, AXIS, -0.03 + 0.105 * t ** 0.8)));
      const angle = side + (0.5 * k) / 5;
      const normal = unit(add(scale(outward, Math.cos(angle)), AXIS, Math.sin(angle) + 0.25));
      guide.points.push(add(at, normal, thick * (1 - 0.45 * step(0.75, 1.05, t))));
      guide.normals.push(normal);
    }
    const loose = rng.uniform() < 0.3;
    addCard(out, guide, {
      patch: patch(loose ? "wisp" : "strand", i, i % 2 === 0),
      width: () => (loose ? 0.06 : 0.05),
      blend: 0.9,
    });
  }
  // Loose ends that stick out of the coil.
  for (let i = 0; i < 14; i++) {
    const angle = rng.uniform(0, 2 * Math.PI);
    const from = around(angle, 0.12, rng.uniform(-0.02, 0.06));
    const points = curve(
      [from, around(angle + 0.3, 0.19, rng.uniform(0, 0.06)), around(angle + rng.uniform(0.5, 1), rng.uniform(0.2, 0.27), rng.uniform(-0.04, 0.08))],
      2,
    );
    addCard(out, { points, normals: points.map(() => AXIS) }, { patch: patch("wisp", i), width: () => 0.05, blend: 0.8 });
  }
}

/** Whether a point is of the combed hair and not of the bun. */
export const offBun = (point: Vec): boolean => length(sub(point, add(CENTER, AXIS, 0.03))) > 0.2;

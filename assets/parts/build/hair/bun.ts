import { addCard, patch } from "../core/cards.ts";
import type { Guide } from "../core/guides.ts";
import { type Draft, draft } from "../core/mesh.ts";
import { draws } from "../core/random.ts";
import type { AverageHead } from "../core/skin.ts";
import { ellipse, sweep } from "../core/sweep.ts";
import { add, curve, length, rotate, scale, step, sub, unit, type Vec } from "../core/vector.ts";
import { gather } from "./tied/gather.ts";

/** Where the hair is gathered, and the axis that the bun is wound about. */
export const TIE: Vec = [0, 0.27, -0.63];
const AXIS: Vec = unit([0, 0.28, -1]);
const CENTER: Vec = add(TIE, AXIS, 0.075);

/** Hair combed back tightly and wound into a bun at the back of the head, with loose hairs at temples and nape. */
export function bun({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("bun");
  gather(out, skull, rng, { tie: TIE, axis: AXIS });
  wind(out);
  return out;
}

const RIGHT: Vec = [1, 0, 0];
const around = (angle: number, radius: number, out: number): Vec =>
  add(add(CENTER, rotate(RIGHT, AXIS, angle), radius), AXIS, out);
/** The middle of the coil, from its outside in. */
const coil = (t: number): Vec => {
  const angle = 0.6 + t * 2 * Math.PI * 1.85;
  return around(angle, 0.125 * (1 - t) ** 0.8 + 0.008, -0.03 + 0.105 * t ** 0.8);
};

/** The coil of swept hair about a core that fills what it leaves open. */
export function windCoil(out: Draft): void {
  const line = Array.from({ length: 35 }, (_, i) => coil(i / 34));
  sweep(out, line, {
    outline: ellipse(9, 0.9),
    radius: (t) => 0.066 * step(-0.12, 0.1, t) * (1 - 0.45 * step(0.75, 1.05, t)),
    up: AXIS,
    twist: (t) => 5 * t,
    patch: patch("solid", 0),
    repeats: 7,
  });
  sweep(out, [add(CENTER, AXIS, -0.1), add(CENTER, AXIS, -0.03), add(CENTER, AXIS, 0.04), add(CENTER, AXIS, 0.065)], {
    outline: ellipse(10),
    radius: (t) => [0.08, 0.14, 0.1, 0.03][Math.round(t * 3)],
    up: RIGHT,
    patch: patch("solid", 0),
    repeats: 2,
  });
}

/** The bun: the coil, and strands laid over it. */
function wind(out: Draft): void {
  const rng = draws("coil of the bun");
  windCoil(out);
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

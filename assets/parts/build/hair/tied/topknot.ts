import { addCard, patch } from "../../core/cards.ts";
import type { Guide } from "../../core/guides.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { add, rotate, step, sub, unit, type Vec } from "../../core/vector.ts";
import { gather } from "./gather.ts";

const TIE: Vec = [0, 0.6, -0.26];
const AXIS: Vec = unit([0, 1, -0.35]);
const CENTER: Vec = add(TIE, AXIS, 0.1);

/** Hair drawn up and wound into a knot on top of the head. */
export function topknot({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("topknot");
  gather(out, skull, rng, { tie: TIE, axis: AXIS });
  // Two turns of a rope of hair, and an end tucked in on top.
  const coil = (t: number): Vec => {
    const angle = 0.4 + t * 2 * Math.PI * 2.1;
    const radius = 0.1 * (1 - t) ** 0.6 + 0.006;
    return add(add(CENTER, rotate([1, 0, 0], AXIS, angle), radius), AXIS, -0.055 + 0.13 * t);
  };
  const steps = 28;
  const thick = (t: number) => 0.068 * step(-0.15, 0.08, t) * (1 - 0.35 * step(0.7, 1, t));
  sweep(out, Array.from({ length: steps + 1 }, (_, i) => coil(i / steps)), {
    outline: ellipse(8, 0.9),
    radius: thick,
    up: AXIS,
    patch: patch("solid", 0),
    repeats: 7,
  });
  sweep(out, [-0.1, -0.05, 0.0, 0.05].map((d) => add(CENTER, AXIS, d)), {
    outline: ellipse(9),
    radius: (t) => [0.08, 0.1, 0.09, 0.04][Math.round(t * 3)],
    up: [1, 0, 0],
    patch: patch("solid", 0),
    repeats: 2,
  });
  for (let i = 0; i < 66; i++) {
    const start = rng.uniform(0, 0.8);
    const side = rng.uniform(-1.4, 1.4);
    const loose = rng.uniform() < 0.3;
    const guide: Guide = { points: [], normals: [] };
    for (let k = 0; k <= 4; k++) {
      const t = Math.min(1, start + 0.055 * k);
      const at = coil(t);
      const outwards = unit(sub(at, add(CENTER, AXIS, -0.055 + 0.13 * t)));
      const angle = side + 0.12 * k;
      const normal = unit(add(add([0, 0, 0], outwards, Math.cos(angle)), AXIS, Math.sin(angle) + 0.2));
      guide.points.push(add(at, normal, thick(t) + (loose ? 0.004 + 0.006 * k : 0.003)));
      guide.normals.push(normal);
    }
    addCard(out, guide, { patch: patch(loose ? "wisp" : "strand", i, i % 2 === 0), width: () => 0.048, blend: 0.9 });
  }
  return out;
}

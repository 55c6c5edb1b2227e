import { patch } from "../../core/cards.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { ellipse, sweep } from "../../core/sweep.ts";
import { curve, step, type Vec } from "../../core/vector.ts";
import { carveJaw, carveLip } from "../carve.ts";
import { beardGrowth } from "../growth.ts";
import { chin } from "./goatee.ts";
import { HORN } from "./moustache.ts";

/** A philosopher's beard: furrowed locks that hang in waves from cheeks and chin, a moustache over the corners of the mouth. */
export function carvedBeard({ skin }: AverageHead): Draft {
  const out = draft();
  const rng = draws("carved beard");
  const size = ([x, y]: Vec) => 0.13 + 0.2 * step(-0.25, -0.6, y) * step(0.36, 0.08, Math.abs(x));
  carveJaw(out, skin, rng, { growth: beardGrowth, size, layers: [[0.15, 0.062, 0.7, 0.004], [0.5, 0.075, 1, 0.03]] });
  carveLip(out, skin, rng);
  return out;
}

/** A goatee of locks, its moustache above. */
export function carvedGoatee({ skin }: AverageHead): Draft {
  const out = draft();
  const rng = draws("carved goatee");
  const size = ([x, y]: Vec) => 0.1 + 0.12 * step(-0.44, -0.6, y) * step(0.18, 0.04, Math.abs(x));
  // The throat folds when the jaw drops, and would swallow locks.
  const growth = (point: Vec) => chin(point) * step(-0.62, -0.56, point[1]);
  carveJaw(out, skin, rng, { growth, size, layers: [[0.2, 0.045, 0.75, 0.003], [0.5, 0.055, 1, 0.018]] });
  carveLip(out, skin, rng);
  return out;
}

/** A moustache of deep locks, parted below the nose: thicker than that of a beard, or nobody would see it. */
export function carvedMoustache({ skin }: AverageHead): Draft {
  const out = draft();
  carveLip(out, skin, draws("carved moustache"), { spacing: 0.031, length: 0.18, width: 0.024, height: 0.034, lift: 0.018 });
  return out;
}

/** Half the thickness of a carved horn along it: it begins as a point on the lip, with which all of it goes. */
const THICK = (t: number) => 0.037 * Math.sqrt(step(0, 0.32, t)) * (1 - step(0.35, 1.08, t));

/** A handlebar as a sculptor leaves it: two horns, furrowed and twirled up. */
export function carvedHandlebar({ skin }: AverageHead): Draft {
  const out = draft();
  carveLip(out, skin, draws("carved handlebar"), { length: 0.14, width: 0.024, height: 0.028, down: 0.2 });
  const furrowed = ellipse(10, 0.85).map((corner, i) => ({ ...corner, point: corner.point.map((x) => x * (i % 2 ? 0.84 : 1.06)) as [number, number] }));
  for (const side of [-1, 1]) {
    const line = curve(HORN, 3).map(([x, y, z], i): Vec => (i === 0 ? skin.foot([side * x, y, z]).point : [side * x, y + 0.008, z + 0.012]));
    sweep(out, line, { outline: furrowed, radius: THICK, up: [0, 0.2, 1], twist: (t) => side * 2.2 * t, patch: patch("solid", 0) });
  }
  return out;
}

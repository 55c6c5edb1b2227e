import { addLock } from "../../core/lock.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step } from "../../core/vector.ts";
import { combed } from "../falling/combed.ts";
import { waved } from "../falling/drape.ts";
import { addCap, type Comb, type Fall } from "../falling/fall.ts";
import { hairMass } from "../falling/mass.ts";
import { WAVY } from "../falling/styles.ts";

const STYLE: Fall = { ...WAVY, name: "carved long hair", parting: 0.012, volume: 0.1, wave: [0.026, 0.5], segments: 17 };

/** Rows of locks over each other: how many on each side, share of the volume that they lie at, half their width, their height. */
const ROWS: { count: number; depth: [number, number]; width: number; height: number; from: number }[] = [
  { count: 15, depth: [0.35, 0.5], width: 0.074, height: 0.045, from: 0 },
  { count: 14, depth: [0.75, 1], width: 0.07, height: 0.055, from: 0.1 },
];

/** Long hair of a statue: furrowed locks in waves from the parting over both shoulders, over a closed sheet. */
export function carvedLong(head: AverageHead): Draft {
  const out = draft();
  const rng = draws(STYLE.name);
  const mass = hairMass(head, STYLE.fall, false);
  const comb: Comb = (course) => combed(mass, STYLE, course);
  addCap(out, comb, STYLE, { columns: 17, rows: 11, depth: 0.35, ends: 0.015, clear: 0.004 });
  for (const { count, depth, width, height, from } of ROWS) {
    for (const side of [-1, 1]) {
      for (let i = 0; i < count; i++) {
        const u = Math.min(1, (i + rng.uniform(0, 1)) / count);
        const lift = STYLE.volume * rng.uniform(...depth);
        const guide = comb({
          side,
          u,
          height: (far) => 0.004 + lift * (0.35 + 0.65 * step(0, 0.2, u)) * step(-0.05, 0.25, far),
          from: rng.uniform(0, from),
          lower: rng.uniform(-0.035, 0.045),
          stray: rng.uniform(-0.025, 0.025),
          segments: STYLE.segments,
        });
        const [size, wave] = STYLE.wave ?? [0, 1];
        const line = waved(guide, size * rng.uniform(0.7, 1.2), wave, 5 * swell(guide.points[3], 0.5) + rng.uniform(-0.6, 0.6));
        addLock(out, line, { width: width * rng.uniform(0.85, 1.15), height: height * rng.uniform(0.85, 1.15), curl: rng.sign() * rng.uniform(0.05, 0.2), taper: 0.94 });
      }
    }
  }
  return out;
}

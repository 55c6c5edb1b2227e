import { along, growGuide } from "../../core/guides.ts";
import { addLock } from "../../core/lock.ts";
import { type Draft, draft } from "../../core/mesh.ts";
import { swell } from "../../core/noise.ts";
import { draws } from "../../core/random.ts";
import { spreadRoots } from "../../core/roots.ts";
import type { AverageHead } from "../../core/skin.ts";
import { add, step, unit, type Vec } from "../../core/vector.ts";
import { overHairline } from "../hairline.ts";

const CROWN: Vec = [0, 0.56, -0.36];

interface Cap {
  name: string;
  /** Rows over each other: distance of the locks' roots, least height, length. */
  rows: [number, number, number][];
  /** How far locks stray from the way off the crown, and the range that their tips curl by, radians. */
  sway: number;
  curl: [number, number];
  height: number;
}

const CURLS: Cap = { name: "carved curls", rows: [[0.089, 0.004, 0.205], [0.116, 0.03, 0.21]], sway: 1, curl: [1.1, 2.1], height: 0.042 };
/** An emperor's: combed forward from the crown, tips bent to one side. */
const COMBED: Cap = { name: "carved short hair", rows: [[0.092, 0.003, 0.22], [0.108, 0.02, 0.25]], sway: 0.3, curl: [0.25, 0.8], height: 0.034 };

/** Hair of a statue: rows of short furrowed locks that fall from the crown and curl at their tips. */
export const carvedCurls = (head: AverageHead): Draft => carve(head, CURLS);
/** The same combed. */
export const carvedShort = (head: AverageHead): Draft => carve(head, COMBED);

function carve({ skull }: AverageHead, { name, rows, sway: stray, curl, height }: Cap): Draft {
  const out = draft();
  const rng = draws(name);
  for (const [spacing, lift, size] of rows) {
    for (const root of spreadRoots(skull, (p) => step(0.0, 0.03, overHairline(p, 0.04)), spacing, rng)) {
      const edge = step(0.02, 0.2, overHairline(root.point, 0.04));
      const away = add(root.point, CROWN, -1);
      const sway = stray * (1.1 * swell(root.point, 0.34) + rng.uniform(-0.35, 0.35));
      const side: Vec = [away[2], 0, -away[0]];
      const length = size * rng.uniform(0.8, 1.15) * (0.72 + 0.28 * edge);
      const guide = growGuide(skull, root, {
        length,
        segments: 4,
        cling: 0.9,
        depth: 0.01,
        flow: (_point, normal) => unit(add(along(add(unit(away), unit(side), sway * 0.7), normal), [0, -0.25, 0])),
        lift: (t) => lift * (0.4 + 0.6 * edge) * (0.35 + 0.65 * Math.sin(Math.PI * Math.min(1, 0.2 + 0.65 * t))),
      });
      addLock(out, guide, {
        width: spacing * rng.uniform(0.44, 0.58),
        height: height * (0.6 + 0.4 * edge) * rng.uniform(0.85, 1.15),
        curl: (sway > 0 ? 1 : -1) * rng.uniform(...curl),
      });
    }
  }
  return out;
}

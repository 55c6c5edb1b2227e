import { coarser } from "../../core/levels.ts";
import { type Draft, draft, merge } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { combDown } from "../cropped/crop.ts";
import { overCrop } from "../hairline.ts";
import { closeScalp } from "../scalp-sheet.ts";
import { growShorn } from "../shorn.ts";
import { fallLevels } from "./fall.ts";
import { HALF_SHAVED } from "./styles.ts";

/** Where the right side is shorn: from the parting down, as far back as hair hangs down from the crown. */
const shornSide = ([x, , z]: Vec): number => Number(x < HALF_SHAVED.parting + 0.1 - 0.12 * step(-0.3, -0.55, z) && z > -0.56);

/** Shares of the tiles that stay at coarser levels. */
const KEPT = [0.7, 0.5, 0.4];

/** Long hair that falls to one side, shorn to some millimetres on the other. */
export function halfShavedLevels(head: AverageHead): Draft[] {
  const side = draft();
  closeScalp(side, head.skull, (p) => step(0.1, 0.11, overCrop(p, 0.02)) * shornSide(p));
  growShorn(side, head.skull, draws("shorn side"), { over: (p) => overCrop(p, 0.02), comb: combDown, lifts: [0.009, 0.014], spacing: 0.07, where: shornSide });
  return fallLevels(head, HALF_SHAVED).map((long, level) => merge(long, level === 0 ? side : coarser(side, level, () => KEPT[level - 1])));
}

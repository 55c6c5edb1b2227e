import { draft, type Draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { closeScalp } from "../scalp-sheet.ts";
import { growShorn } from "../shorn.ts";
import { combDown } from "./crop.ts";

/** Hair shorn to some millimetres, a little longer on top. */
export function buzzCut({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("buzz cut");
  const over = (p: Vec) => overCrop(p, 0.03);
  closeScalp(out, skull, (p) => step(0.1, 0.11, over(p)));
  growShorn(out, skull, rng, { over, comb: combDown, lifts: [0.008, 0.014] });
  const onTop = (p: Vec) => over(p) - 0.3 * step(0.3, 0.1, p[1]);
  growShorn(out, skull, rng, { over: onTop, comb: combDown, lifts: [0.02], spacing: 0.088 });
  return out;
}

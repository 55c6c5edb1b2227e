import { draft, type Draft } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { step, type Vec } from "../../core/vector.ts";
import { overCrop } from "../hairline.ts";
import { growShorn } from "../shorn.ts";
import { closeWhorl, combDown } from "./crop.ts";

/** Hair shorn to some millimetres, a little longer on top. */
export function buzzCut({ skull }: AverageHead): Draft {
  const out = draft();
  const rng = draws("buzz cut");
  const over = (p: Vec) => overCrop(p, 0.03);
  growShorn(out, skull, rng, { over, comb: combDown, lifts: [0.005, 0.012] });
  const onTop = (p: Vec) => over(p) - 0.3 * step(0.3, 0.1, p[1]);
  growShorn(out, skull, rng, { over: onTop, comb: combDown, lifts: [0.02], spacing: 0.088 });
  closeWhorl(out, skull, rng, { cell: "shorn", lift: 0.014 });
  return out;
}

import { coarser } from "../../core/levels.ts";
import { type Draft, draft, merge } from "../../core/mesh.ts";
import { draws } from "../../core/random.ts";
import type { AverageHead } from "../../core/skin.ts";
import { curve, step, type Vec } from "../../core/vector.ts";
import { beardLevels } from "../far.ts";
import { joinPieces } from "../../hair/tied/join-pieces.ts";
import { plait } from "../../hair/tied/plait.ts";
import { jawBeard } from "./jaw.ts";
import { lipBeard } from "./lip.ts";

/** The braid, from inside the beard at the chin to the breast. */
const LINE = curve([[0, -0.57, 0.45], [0, -0.68, 0.5], [0, -0.88, 0.47], [0, -1.08, 0.44]], 6);

/** A dwarf's beard: full on the jaw, drawn together at the chin into a thick braid, bands around it. */
function braidedBeard(head: AverageHead): Draft {
  const middle = (x: number) => step(0.3, 0.05, Math.abs(x));
  const beard = jawBeard(head, {
    name: "braided beard",
    size: ([x, y]: Vec) => 0.075 + 0.17 * step(-0.25, -0.58, y) * middle(x),
    // All that grows on the chin runs into the braid.
    fall: ([x, y, z], t) => [-2.2 * x * step(0.0, 0.7, t) * step(-0.3, -0.5, y), -1, 0.5 * step(0.45, 0.2, z)],
    layers: [
      ["beard", 0.15, 0.038, 0.6, 0.4, 0.012, 0.078],
      ["beard", 0.4, 0.05, 0.9, 0.6, 0.028, 0.075],
      ["dense", 0.5, 0.06, 1.05, 0.8, 0.045, 0.06],
      ["strand", 0.5, 0.095, 1.1, 0.9, 0.05, 0.045],
      ["wisp", 0.4, 0.12, 1.05, 1, 0.05, 0.05],
    ],
  });
  return merge(beard, lipBeard(head, { name: "moustache of the braided beard", length: 1.5, lift: 1.3, fall: (far, t) => [0.7, -0.6 - 1.2 * far * t] }));
}

/** Levels of the beard and its braid. */
export function braidedLevels(head: AverageHead): Draft[] {
  const braid = draft();
  plait(braid, { line: LINE, up: [0, 0.1, 1], size: 0.12, winds: 2.5, tuft: 0.13, rng: draws("braid of the beard") });
  return beardLevels(head, braidedBeard(head)).map((beard, i) => {
    const level = i === 0 ? braid : coarser(braid, i, ({ swept, cell }) => (swept ? 1 : cell === "dense" ? 0.5 : 0));
    joinPieces(level);
    return merge(beard, level);
  });
}

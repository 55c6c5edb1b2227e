import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { loadTemplate } from "../../runtime/head/template.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { emptyLook, type Look } from "../../runtime/prompt/look.ts";
import { templateMoves } from "../../runtime/stages/edit/template-moves.ts";
import type { Engine } from "../../runtime/stages/engine.ts";

const folder = new URL("../../assets/template/", import.meta.url);
const template = await loadTemplate((name) => readFile(new URL(name, folder)));
const { landmarks } = shapeTemplate(template);

/** How far an edit of the average head moves it at landmarks, in units. */
function moved(expression: Look["expression"], ids: number[]): number[] {
  const from = { look: emptyLook(), seed: 0, parts: true, variation: 0 };
  const to = { ...from, look: { ...emptyLook(), expression } };
  const points = Float32Array.from(ids.flatMap((id) => [...landmarks.subarray(id * 3, id * 3 + 3)]));
  const moves = templateMoves({ template } as Engine, { from, to }, points);
  return ids.map((_, i) => Math.hypot(...moves.subarray(i * 3, i * 3 + 3)));
}

const [CORNER, LOWER_LIP, CHIN, BROW, TEMPLE, CROWN] = [61, 17, 152, 105, 127, 10];

test("an edit to an expression moves what expresses it, and nothing else", () => {
  const [corner, lip, ...rest] = moved({ mouthSmileLeft: 0.85, mouthSmileRight: 0.85, jawOpen: 0.1 }, [
    CORNER,
    LOWER_LIP,
    TEMPLE,
    CROWN,
  ]);
  assert.ok(corner > 0.004 && lip > 0.01, `${corner} ${lip}`);
  const [brow, ...still] = moved({ browDownLeft: 1, browDownRight: 1 }, [BROW, TEMPLE, CHIN]);
  assert.ok(brow > 0.005, `${brow}`);
  const [open, chin] = moved({ jawOpen: 0.5 }, [LOWER_LIP, CHIN]);
  assert.ok(open > 0.03 && chin > 0.02, `${open} ${chin}`);
  for (const value of [...rest, ...still]) assert.ok(value < 0.003, `${value}`);
});

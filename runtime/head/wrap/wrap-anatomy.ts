import type { Anatomy } from "../anatomy/anatomy.ts";
import { fitEye } from "../anatomy/eyeball.ts";
import { fitLids } from "../anatomy/lids.ts";
import { closeLips } from "../anatomy/lips.ts";
import type { AnatomyShape } from "../anatomy/shape.ts";
import { carryAlong } from "./carry-along.ts";
import { smoothFolds } from "./smooth-folds.ts";
import { type WrapSettings, type WrapTarget, wrapSkin } from "./wrap-skin.ts";

/**
 * The identity whose skin lies on a surface that was marched from a grid: its cage is wrapped onto it, eyes, teeth, tongue and lashes
 * are carried along, lids and lips closed again.
 * @param start the head that the surface grew out of; `expression` are weights of what it makes of its face, which the surface
 * shows and the identity has not.
 */
export function wrapAnatomy(
  anatomy: Anatomy,
  start: Pick<AnatomyShape, "control"> & { expression?: Record<string, number> },
  target: WrapTarget,
  settings: WrapSettings,
): AnatomyShape {
  const { expression = {} } = start;
  const control = withExpression(anatomy, start.control, expression);
  control.set(wrapSkin(anatomy, control, target, settings));
  addExpression(anatomy, control, expression, -1);
  carryAlong(anatomy, start.control, control);
  const { rightEye, leftEye, upperTeeth } = anatomy.first;
  const eyes: AnatomyShape["eyes"] = [fitEye(control, rightEye, leftEye), fitEye(control, leftEye, upperTeeth)];
  fitLids(anatomy, control, eyes);
  closeLips(anatomy, control);
  smoothFolds(anatomy, start.control, control);
  return { control, eyes };
}

/** Control points F32 [P, 3] of a head that makes a face, by weights of expressions. */
export function withExpression(
  anatomy: Anatomy,
  control: Float32Array,
  expression: Record<string, number>,
): Float32Array {
  const out = control.slice();
  addExpression(anatomy, out, expression, 1);
  return out;
}

function addExpression(
  { expressions }: Anatomy,
  control: Float32Array,
  weights: Record<string, number>,
  factor: number,
): void {
  for (const [name, weight] of Object.entries(weights)) {
    const { indices, offsets } = expressions.get(name)!;
    for (const [i, point] of indices.entries())
      for (let c = 0; c < 3; c++) control[3 * point + c] += factor * weight * offsets[3 * i + c];
  }
}

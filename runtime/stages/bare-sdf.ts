import { templateSdf } from "../head/template-sdf.ts";
import type { HeadShape } from "../head/template-shape.ts";

/** Cells along an axis of the grid that tells skin from parts, and on which two templates are compared. */
export const BARE_RESOLUTION = 64;

/** Colours, materials and edits of one head ask again and again, and an answer takes half a second. */
const measured = new WeakMap<HeadShape, Float32Array<ArrayBuffer>>();

/** Signed distances of the undressed template as `templateSdf` gives them, on a coarse grid; measured once a shape. Read only. */
export function bareSdf(shape: HeadShape): Float32Array<ArrayBuffer> {
  const known = measured.get(shape) ?? templateSdf(shape, BARE_RESOLUTION);
  measured.set(shape, known);
  return known;
}

import { templateSdf } from "../../head/template-sdf.ts";
import type { HeadShape } from "../../head/template-shape.ts";

/** Cells along an axis of the grid that tells skin from parts, and on which two templates are compared. */
export const BARE_RESOLUTION = 64;

/** Shape, colours, materials and edits of one head ask again and again, and an answer takes half a second. */
const measured = new WeakMap<HeadShape, Map<number, Float32Array<ArrayBuffer>>>();

/** Signed distances of the undressed template as `templateSdf` gives them; measured once a shape and resolution. Read only. */
export function bareSdf(shape: HeadShape, resolution = BARE_RESOLUTION): Float32Array<ArrayBuffer> {
  const known = measured.get(shape) ?? new Map<number, Float32Array<ArrayBuffer>>();
  measured.set(shape, known);
  const sdf = known.get(resolution) ?? templateSdf(shape, resolution);
  known.set(resolution, sdf);
  return sdf;
}

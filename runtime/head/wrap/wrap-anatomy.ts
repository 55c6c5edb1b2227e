import type { TriMesh } from "../../mesh/types.ts";
import type { Anatomy } from "../anatomy/anatomy.ts";
import { fitEye } from "../anatomy/eyeball.ts";
import { fitLids } from "../anatomy/lids.ts";
import { closeLips } from "../anatomy/lips.ts";
import type { AnatomyShape } from "../anatomy/shape.ts";
import { carryAlong } from "./carry-along.ts";
import { type WrapSettings, wrapSkin } from "./wrap-skin.ts";

/**
 * The identity whose skin lies on a surface that was marched from a grid: its cage is wrapped onto it, eyes, teeth, tongue and lashes
 * are carried along, lids and lips closed again.
 * @param start the head that the surface grew out of. @param target head space, closed, triangles counter-clockwise from outside.
 * @param landmarks F32 [478, 3] where the surface has MediaPipe's landmarks.
 */
export function wrapAnatomy(
  anatomy: Anatomy,
  start: Pick<AnatomyShape, "control">,
  { target, landmarks }: { target: TriMesh; landmarks: Float32Array },
  settings: WrapSettings,
): AnatomyShape {
  const control = start.control.slice();
  control.set(wrapSkin(anatomy, start.control, { target, landmarks }, settings));
  carryAlong(anatomy, start.control, control);
  const { rightEye, leftEye, upperTeeth } = anatomy.first;
  const eyes: AnatomyShape["eyes"] = [fitEye(control, rightEye, leftEye), fitEye(control, leftEye, upperTeeth)];
  fitLids(anatomy, control, eyes);
  closeLips(anatomy, control);
  return { control, eyes };
}

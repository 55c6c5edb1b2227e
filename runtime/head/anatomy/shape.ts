import type { Anatomy } from "./anatomy.ts";
import { type Eyeball, fitEye } from "./eyeball.ts";
import { fitLids } from "./lids.ts";
import { closeLips } from "./lips.ts";

export interface AnatomyShape {
  /** F32 [P, 3] control points in head space. */
  control: Float32Array;
  /** Right, then left. */
  eyes: [Eyeball, Eyeball];
}

/**
 * Mixes shape morphs, brings the head to its place and size in head space, holds the neck's seam at the average's, and
 * closes the lids around the eyeballs and the lips again.
 * @param morphs weights by name. @throws Error naming a morph that the anatomy has not.
 */
export function shapeAnatomy(anatomy: Anatomy, morphs: Record<string, number>): AnatomyShape {
  const control = Float32Array.from(anatomy.positions);
  for (const [name, weight] of Object.entries(morphs)) {
    const morph = anatomy.shapes.get(name);
    if (!morph) throw new Error(`the anatomy has no shape "${name}"; it has ${[...anatomy.shapes.keys()].join(", ")}`);
    for (const [i, point] of morph.indices.entries()) {
      for (let c = 0; c < 3; c++) control[3 * point + c] += weight * morph.offsets[3 * i + c];
    }
  }
  toHeadSpace(control, anatomy);
  for (let v = 0; v < anatomy.skinVertices; v++) {
    const hold = anatomy.hold[v];
    for (let i = 3 * v; i < 3 * v + 3; i++) control[i] += hold * (anatomy.positions[i] - control[i]);
  }
  const { rightEye, leftEye, upperTeeth } = anatomy.first;
  const eyes: [Eyeball, Eyeball] = [fitEye(control, rightEye, leftEye), fitEye(control, leftEye, upperTeeth)];
  fitLids(anatomy, control, eyes);
  closeLips(anatomy, control);
  return { control, eyes };
}

/** Eyes at y = 0, head height 1.25: mixes of morphs drift off both. */
function toHeadSpace(control: Float32Array, { frame, first }: Anatomy): void {
  const height = control[frame.crown * 3 + 1] - control[frame.chin * 3 + 1];
  const scale = frame.headHeight / height;
  const { center } = fitEye(control, first.rightEye, first.upperTeeth);
  const origin = [center[0], center[1], center[2] - frame.eyeDepth * height];
  for (let i = 0; i < control.length; i++) control[i] = (control[i] - origin[i % 3]) * scale;
}

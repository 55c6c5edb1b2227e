import type { HeadKit } from "../../head/layers/kit.ts";
import type { LayeredHead } from "../../head/layers/types.ts";

/** The head that the stages work on; none of it is changed. */
export interface LayeredSubject {
  head: LayeredHead;
  /** [478, 3] MediaPipe landmarks in head space. */
  landmarks: Float32Array;
  /** Region of each vertex of each of the skin's levels, an index into `regionNames`. */
  regions: Uint8Array[];
  regionNames: string[];
  /** How much each vertex of each of the skin's levels may change, in [0, 1]: an edit's regions. Left out: all of it. */
  masks?: Float32Array[];
}

/** What the stages need to know of a head that was built from a kit. */
export function subjectOf(
  { average, anatomy }: Pick<HeadKit, "average" | "anatomy">,
  { head, landmarks }: Pick<LayeredSubject, "head" | "landmarks">,
): LayeredSubject {
  return { head, landmarks, regions: average.regions, regionNames: anatomy.regionNames };
}

/** The skin, which every layered head has. @throws RangeError where it has none. */
export function skinOf({ layers }: Pick<LayeredHead, "layers">) {
  const skin = layers.find(({ name }) => name === "Skin");
  if (!skin) throw new RangeError("the layered head has no Skin");
  return skin;
}

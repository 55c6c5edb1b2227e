import type { HeadKit } from "../../../head/layers/kit.ts";
import { paintAnatomy, paintSkinOf, type SolidSurfaces, type SurfacePlan } from "../../../head/layers/paint-anatomy.ts";
import type { Surface } from "../../../head/layers/types.ts";
import type { StrandPictures } from "../../../head/surfaces/hair/paint-strands.ts";

/** Paints what layers show, beside other work where the host can; what is asked for first is done first. */
export interface Painter {
  /** Has made what every head is painted with, where that goes on beside other work. @param size of the skin's pictures. */
  prepare(size: number): void;
  strands(size: number): Promise<StrandPictures>;
  /** What is opaque of the anatomy. */
  anatomy(plan: SurfacePlan): Promise<SolidSurfaces>;
  /** The skin's alone. */
  skin(plan: SurfacePlan): Promise<Surface>;
}

/** Paints where it is asked. */
export function paintHere(headKit: () => Promise<HeadKit>): Painter {
  return {
    prepare() {},
    strands: async (size) => (await headKit()).strands(size),
    anatomy: async (plan) => paintAnatomy(await headKit(), plan),
    skin: async (plan) => paintSkinOf(await headKit(), plan),
  };
}

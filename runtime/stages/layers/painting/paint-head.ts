import { assembleHead, type BuiltHead } from "../../../head/layers/build-layered-head.ts";
import type { HeadKit } from "../../../head/layers/kit.ts";
import {
  planSurfaces,
  type ShapedHead,
  SOLID,
  type SolidSurfaces,
  type SurfacePlan,
} from "../../../head/layers/paint-anatomy.ts";
import type { Picture } from "../../../head/layers/types.ts";
import type { Painter } from "./painter.ts";

/** Side of the pictures by which an edit's skin is compared with its parent's: two texels a cell. */
const COMPARED = 256;

/** What is opaque, without pictures. */
const BARE = Object.fromEntries(SOLID.map((name) => [name, { name }])) as SolidSurfaces;

/** A head whose surfaces are being painted. */
export interface HeadPainting {
  /** What its surfaces are painted from. */
  plan: SurfacePlan;
  /**
   * The head by all that is cut out of its pictures, which is what shapes are learned by.
   * @param rough pictures of the rest, for whoever looks on.
   */
  outline(rough: SolidSurfaces | undefined): Promise<BuiltHead>;
  whole: Promise<BuiltHead>;
  /** Of an edit: colours of its parent's skin and of its own. */
  compared: Promise<[Picture | undefined, Picture | undefined]>;
}

/** Has a head painted. @param textureSize side of the skin's pictures, texels. @param before of an edit: its parent's meshes. */
export function paintHead(
  painter: Painter,
  kit: HeadKit,
  shaped: ShapedHead,
  { textureSize, before }: { textureSize: number; before?: ShapedHead },
): HeadPainting {
  const plan = planSurfaces(kit, shaped, textureSize);
  const color = async (of: SurfacePlan) => (await painter.skin({ ...of, size: COMPARED })).baseColor;
  const strands = painter.strands(textureSize);
  const compared = before
    ? Promise.all([color(planSurfaces(kit, before, COMPARED)), color(plan)])
    : Promise.resolve<[undefined, undefined]>([undefined, undefined]);
  const whole = Promise.all([painter.anatomy(plan), strands]).then(([solid, strands]) =>
    assembleHead(kit, shaped, { solid, strands, textureSize }),
  );
  // Thrown where they are awaited, not while shapes are learned.
  for (const late of [strands, compared, whole]) late.catch(() => {});
  const outline = async (rough = BARE) =>
    assembleHead(kit, shaped, { solid: rough, strands: await strands, textureSize: COMPARED });
  return { plan, outline, whole, compared };
}

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
  /** Has all of it painted, once whoever waits for less has asked for that. */
  whole(): Promise<BuiltHead>;
  /** Of an edit: colours of its parent's skin and of its own. @param before the parent's meshes. */
  compared(before: ShapedHead): Promise<[Picture | undefined, Picture | undefined]>;
}

/** Has a head painted. @param textureSize side of the skin's pictures, texels. @param isEdit of which the skin is compared: that begins at once. */
export function paintHead(
  painter: Painter,
  kit: HeadKit,
  shaped: ShapedHead,
  { textureSize, isEdit }: { textureSize: number; isEdit: boolean },
): HeadPainting {
  const plan = planSurfaces(kit, shaped, textureSize);
  const color = async (of: SurfacePlan) => (await painter.skin({ ...of, size: COMPARED })).baseColor;
  const strands = painter.strands(textureSize);
  const own = isEdit ? color(plan) : undefined;
  // Thrown where they are awaited, not while shapes are learned.
  const late = <Result>(result: Promise<Result>): Promise<Result> => {
    result.catch(() => {});
    return result;
  };
  if (own) late(own);
  late(strands);
  const compared = (before: ShapedHead) => late(Promise.all([color(planSurfaces(kit, before, COMPARED)), own]));
  const whole = () =>
    late(
      Promise.all([painter.anatomy(plan), strands]).then(([solid, strands]) =>
        assembleHead(kit, shaped, { solid, strands, textureSize }),
      ),
    );
  const outline = async (rough = BARE) =>
    assembleHead(kit, shaped, { solid: rough, strands: await strands, textureSize: COMPARED });
  return { plan, outline, whole, compared };
}

import { assembleHead, type BuiltHead } from "../../../head/layers/build-layered-head.ts";
import type { HeadKit } from "../../../head/layers/kit.ts";
import { planSurfaces, type ShapedHead, SOLID, type SolidSurfaces } from "../../../head/layers/paint-anatomy.ts";
import type { Picture } from "../../../head/layers/types.ts";
import type { Painter } from "./painter.ts";

/** Side of the pictures by which an edit's skin is compared with its parent's: two texels a cell. */
const COMPARED = 256;

/** What is opaque, without pictures. */
const BARE = Object.fromEntries(SOLID.map((name) => [name, { name }])) as SolidSurfaces;

/** A head whose surfaces are being painted. */
export interface HeadPainting {
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
  const color = async (of: ShapedHead) => (await painter.skin(planSurfaces(kit, of, COMPARED))).baseColor;
  const strands = painter.strands(textureSize);
  const compared = before
    ? Promise.all([color(before), color(shaped)])
    : Promise.resolve<[undefined, undefined]>([undefined, undefined]);
  const whole = Promise.all([painter.anatomy(planSurfaces(kit, shaped, textureSize)), strands]).then(
    ([solid, strands]) => assembleHead(kit, shaped, { solid, strands, textureSize }),
  );
  // Thrown where they are awaited, not while shapes are learned.
  for (const late of [strands, compared, whole]) late.catch(() => {});
  const outline = async (rough = BARE) =>
    assembleHead(kit, shaped, { solid: rough, strands: await strands, textureSize: COMPARED });
  return { outline, whole, compared };
}

import { assembleHead } from "../../head/layers/build-layered-head.ts";
import type { HeadKit } from "../../head/layers/kit.ts";
import {
  paintAnatomy,
  type ShapedHead,
  type SolidSurfaces,
  type SurfacePlan,
} from "../../head/layers/paint-anatomy.ts";
import type { LivePreview } from "../job/live-preview.ts";
import { previewLayers } from "./preview-layers.ts";

/** Side of the pictures that the first preview is coloured by: its vertices lie further apart. */
export const PREVIEW_TEXTURE = 128;

/** The dressed head, painted roughly. @returns what was painted for it, too. */
export async function previewDressed(
  kit: HeadKit,
  shaped: ShapedHead,
  plan: SurfacePlan,
): Promise<{ preview: LivePreview; solid: SolidSurfaces }> {
  const solid = paintAnatomy(kit, { ...plan, size: PREVIEW_TEXTURE });
  const strands = kit.strands(PREVIEW_TEXTURE);
  const { head } = assembleHead(kit, shaped, { solid, strands, textureSize: PREVIEW_TEXTURE });
  return { preview: await previewLayers(head, { stage: "prepare", step: 0 }), solid };
}

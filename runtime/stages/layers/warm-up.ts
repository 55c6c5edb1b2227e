import { BUILD_DEFAULTS, paintLayeredHead, shapeLayeredHead } from "../../head/layers/build-layered-head.ts";
import { emptyLook } from "../../prompt/look.ts";
import type { LayerTools } from "../engine.ts";
import { PREVIEW_TEXTURE } from "./preview-dressed.ts";
import { previewLayers } from "./preview-layers.ts";

/** Hair and brows bring the strand atlas, and the binding of parts, into play. */
const USUAL = { ...emptyLook(), hair: { style: "short" } };

/**
 * Loads what every head of layers needs and makes a small one, so that the next is shown sooner: its code is compiled by then.
 * Gives up between two pieces, none of which takes a second, once the signal is aborted.
 */
export async function warmUp(
  { headKit, painter }: Pick<LayerTools, "headKit" | "painter">,
  signal: AbortSignal,
): Promise<void> {
  painter.prepare(BUILD_DEFAULTS.textureSize);
  const kit = await headKit();
  const show = async () => {
    const shaped = await shapeLayeredHead(kit, USUAL);
    await previewLayers(paintLayeredHead(kit, shaped, PREVIEW_TEXTURE).head, { stage: "prepare", step: 0 });
  };
  const pieces = [() => kit.sheet(PREVIEW_TEXTURE), () => kit.strands(PREVIEW_TEXTURE), show, show];
  for (const piece of pieces) {
    await new Promise((go) => setImmediate(go));
    if (signal.aborted) return;
    await piece();
  }
}

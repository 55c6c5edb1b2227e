import type { Layer } from "../../head/layers/types.ts";
import type { EncodeImage } from "../types.ts";
import { encodeSheet } from "./encode-sheet.ts";
import { layeredSurface } from "./layered-surface.ts";
import { renderPreview } from "./preview.ts";

/** Draws the finest level of a head's layers from four sides. @returns the sheet as a PNG. */
export async function drawSheet(layers: Layer[], encodeImage: EncodeImage): Promise<Uint8Array> {
  return encodeSheet(await renderPreview(layeredSurface({ layers }, { fine: true })), encodeImage);
}

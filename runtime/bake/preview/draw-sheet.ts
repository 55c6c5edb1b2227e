import type { Layer } from "../../head/layers/types.ts";
import type { EncodeImage } from "../types.ts";
import { encodeSheet } from "./encode-sheet.ts";
import { layeredSurface } from "./layered-surface.ts";
import { renderPreview, type TracedView, traceSheet } from "./preview.ts";

const surfaceOf = (layers: Layer[]) => layeredSurface({ layers }, { fine: true });

/** What a sheet's cameras see of the finest level of a head's layers: of its pictures the alpha of cards alone counts. */
export function traceLayers(layers: Layer[]): TracedView[] {
  return traceSheet(surfaceOf(layers).mesh);
}

/**
 * Draws the finest level of a head's layers from four sides.
 * @param traced of the same meshes, where that is known. @returns the sheet as a PNG.
 */
export async function drawSheet(layers: Layer[], encodeImage: EncodeImage, traced?: TracedView[]): Promise<Uint8Array> {
  return encodeSheet(await renderPreview(surfaceOf(layers), {}, traced), encodeImage);
}

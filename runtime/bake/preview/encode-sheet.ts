import type { EncodeImage } from "../types.ts";
import type { Sheet } from "./preview.ts";

/** @returns the sheet as a PNG. */
export async function encodeSheet({ rgb, width, height }: Sheet, encodeImage: EncodeImage): Promise<Uint8Array> {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) rgba[4 * i + c] = rgb[3 * i + c];
  return encodeImage(rgba, width, height, "png");
}

import type { EncodeImage } from "../types.ts";
import type { Sheet } from "./preview.ts";

/** @returns the sheet as a PNG. */
export async function encodeSheet({ rgb, width, height }: Sheet, encodeImage: EncodeImage): Promise<Uint8Array> {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) rgba.set(rgb.subarray(i * 3, i * 3 + 3), i * 4);
  return encodeImage(rgba, width, height, "png");
}

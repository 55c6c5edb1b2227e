import type { ImageFormat } from "../../bake/types.ts";
import { encodeKtx2 } from "./encode-ktx2.ts";

/** Loaded with the first picture: prompts are read without it. */
const loadSharp = async () => (await import("sharp")).default;

/**
 * Encodes 8-bit RGBA pixels (rows from the top). Alpha is dropped where every pixel is opaque. The same pixels give the
 * same bytes: the encoders run with fixed settings and write no time stamps.
 */
export async function encodeImage(
  rgba: Uint8Array,
  width: number,
  height: number,
  format: ImageFormat,
): Promise<Uint8Array> {
  let opaque = true;
  for (let i = 3; i < rgba.length && opaque; i += 4) opaque = rgba[i] === 255;
  const sharp = await loadSharp();
  const image = sharp(rgba, { raw: { width, height, channels: 4 } });
  const pixels = opaque ? image.removeAlpha() : image;
  switch (format) {
    case "png":
      // Relief and strands are smooth along their lines: filtered row by row they take a third less.
      return pixels.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
    case "jpeg":
      return pixels.jpeg({ quality: 92, chromaSubsampling: "4:4:4" }).toBuffer();
    case "ktx2":
      return encodeKtx2(rgba, width, height, "color");
    case "ktx2-linear":
      return encodeKtx2(rgba, width, height, "data");
    case "ktx2-normal":
      return encodeKtx2(rgba, width, height, "normal");
    case "webp":
      return pixels.webp({ quality: 92, smartSubsample: true, effort: 3 }).toBuffer();
    case "webp-lossless":
      return pixels.webp({ lossless: true, effort: 1 }).toBuffer();
  }
}

/** Decodes an image file into RGBA pixels, rows from the top. */
export async function decodeImage(bytes: Uint8Array): Promise<{ rgba: Uint8Array; width: number; height: number }> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { rgba: data, width: info.width, height: info.height };
}

/** Reads an image's size without decoding it. @throws Error where the bytes are none. */
export async function measureImage(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const sharp = await loadSharp();
  const { width, height } = await sharp(bytes).metadata();
  return { width, height };
}

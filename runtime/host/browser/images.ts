import encodeJpeg, { init } from "@jsquash/jpeg/encode.js";
import type { EncodeImage } from "../../bake/types.ts";
import { encodePng } from "./png.ts";
import type { SiteFiles } from "./site-files.ts";

/** As the Node host has them: quality 92, no channel at half the resolution. */
const JPEG = { quality: 92, progressive: false, auto_subsample: false, chroma_subsample: 1 };

/** Where the site's build puts the JPEG encoder. */
export const JPEG_WASM = "codec/mozjpeg_enc.wasm";

/**
 * Opens the image encoder: PNG, and JPEG by MozJPEG in WASM. A canvas would premultiply alpha, and change colours under it. The
 * same pixels give the same bytes; those of a PNG are the pixels of the Node host's, in other bytes.
 */
export function openImageEncoder(files: SiteFiles): EncodeImage {
  let jpeg: Promise<void> | undefined;
  const openJpeg = async () => init(await WebAssembly.compile(await files.read(JPEG_WASM)));
  return async (rgba, width, height, format) => {
    if (format === "png") return encodePng(rgba, width, height);
    if (format !== "jpeg") throw new RangeError(`textures as ${format} are not encoded in a browser; use png or auto`);
    jpeg ??= openJpeg();
    await jpeg;
    const data = new Uint8ClampedArray(rgba.buffer as ArrayBuffer, rgba.byteOffset, rgba.length);
    return new Uint8Array(await encodeJpeg({ data, width, height, colorSpace: "srgb" } as ImageData, JPEG));
  };
}

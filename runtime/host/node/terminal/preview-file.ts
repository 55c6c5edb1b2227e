import { extname, resolve } from "node:path";
import sharp from "sharp";
import { usageError } from "../../errors.ts";
import { writeDurably } from "../files.ts";

const FORMATS = { ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp" } as const;

/** The format that a preview's name asks for. @throws ExitError where it asks for none that is written. */
export function previewFormat(path: string): (typeof FORMATS)[keyof typeof FORMATS] {
  const format = FORMATS[extname(path).toLowerCase() as keyof typeof FORMATS];
  if (!format) throw usageError(`preview "${path}" does not end in ${Object.keys(FORMATS).join(", ")}`);
  return format;
}

/** Writes a head's sheet in the format that the name asks for. @param sheet a PNG. */
export async function writePreview(path: string, sheet: Uint8Array): Promise<void> {
  const format = previewFormat(path);
  const bytes = format === "png" ? sheet : await sharp(sheet).toFormat(format, { quality: 92 }).toBuffer();
  await writeDurably(resolve(path), bytes);
}

const [RIFF, WEBP] = ["RIFF", "WEBP"].map((letters) => [...letters].map((letter) => letter.charCodeAt(0)));

/** Bytes at places of the pictures that a GLB may hold: they decide which decoder takes one, not the file's word for it. */
const MAGIC: Readonly<Record<string, readonly [number, readonly number[]][]>> = {
  "image/png": [[0, [0x89, 0x50, 0x4e, 0x47]]],
  "image/jpeg": [[0, [0xff, 0xd8, 0xff]]],
  "image/webp": [
    [0, RIFF],
    [8, WEBP],
  ],
};

/** MIME types of the pictures that are read. */
export const IMAGE_TYPES = Object.keys(MAGIC);

/** @returns the MIME type of a picture; undefined where the bytes are none of {@link IMAGE_TYPES}. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  return IMAGE_TYPES.find((type) =>
    MAGIC[type].every(([at, magic]) => magic.every((byte, i) => bytes[at + i] === byte)),
  );
}

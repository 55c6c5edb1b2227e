import { encode } from "fast-png";

const PNG = { zlib: { level: 6 } } as const;

/** Writes RGBA pixels, rows from the top, as a PNG; alpha is dropped where every pixel is opaque. */
export function encodePng(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const data = opaque(rgba) ? withoutAlpha(rgba) : rgba;
  return encode({ width, height, data, channels: data.length / (width * height) }, PNG);
}

function opaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
  return true;
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let i = 0, at = 0; i < rgba.length; i += 4) {
    rgb[at++] = rgba[i];
    rgb[at++] = rgba[i + 1];
    rgb[at++] = rgba[i + 2];
  }
  return rgb;
}

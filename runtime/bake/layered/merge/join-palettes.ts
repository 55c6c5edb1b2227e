import type { Picture, Surface } from "../../../head/layers/types.ts";

/** Texels of a surface without a picture: enough for filtering not to mix it with its neighbours. */
const TEXELS = 8;

/**
 * Joins surfaces that have no picture but one of roughness and metal, or constants in its place, side by side in one such picture.
 * @returns the picture, and for each surface where it lies: the left edge and the width of what its u runs over, 0..1.
 */
export function joinPalettes(surfaces: Surface[]): { orm: Picture; places: [number, number][] } {
  const widths = surfaces.map(({ orm }) => orm?.width ?? TEXELS);
  const height = Math.max(TEXELS, ...surfaces.map(({ orm }) => orm?.height ?? 0));
  const width = widths.reduce((sum, own) => sum + own, 0);
  const orm: Picture = { width, height, channels: 3, data: new Uint8Array(3 * width * height) };
  let left = 0;
  const places = surfaces.map((surface, i): [number, number] => {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < widths[i]; x++) orm.data.set(texel(surface, x, y / height), 3 * (y * width + left + x));
    left += widths[i];
    // A constant's texture coordinates say nothing: all of it lies in the middle of its column.
    return surface.orm ? [(left - widths[i]) / width, widths[i] / width] : [(left - widths[i] / 2) / width, 0];
  });
  return { orm, places };
}

function texel({ orm, roughness = 1, metallic = 0 }: Surface, x: number, v: number): number[] {
  if (!orm) return [255, Math.round(255 * roughness), Math.round(255 * metallic)];
  const from = orm.channels * (Math.floor(v * orm.height) * orm.width + x);
  return [...orm.data.subarray(from, from + 3)];
}

import type { Rgb } from "../color.ts";
import type { StrandPictures } from "./paint-strands.ts";

/** Linear brightness of hair as it is seen, by the strand atlas and the cards' own tones: colours are divided by it. Measured on long hair from behind. */
const SEEN = 0.3;
/** Flattest that a picture's greys become. */
const FLATTEST = 0.42;

/** Exponent of the atlas's greys, 1 where they stay: hair lighter than they are can be shown by lighter greys only. @param colors linear, of all hair on a head. */
export function strandExponent(colors: readonly Rgb[]): number {
  const lightest = Math.max(SEEN, ...colors.flat());
  return Math.max(FLATTEST, Math.log(Math.min(1, lightest)) / Math.log(SEEN));
}

/** Linear brightness of strands whose greys have an exponent. */
export const strandBrightness = (exponent: number): number => SEEN ** exponent;

/** Pale hairs scatter light to each other: they are all lighter and more alike than dark ones. The pictures given stay. */
export function bleachStrands({ color, normal }: StrandPictures, exponent: number): StrandPictures {
  if (exponent === 1) return { color, normal };
  const greys = Uint8Array.from({ length: 256 }, (_, i) => Math.round(255 * (i / 255) ** exponent));
  const data = color.data.map((value, i) => (i % 4 === 3 ? value : greys[value]));
  return { color: { ...color, data }, normal };
}

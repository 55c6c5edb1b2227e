import type { Rgb } from "../../prompt/look.ts";

/** Colours that a head starts from: `assets/template/albedo.json`. sRGB in [0, 1], tints are factors, lengths in units. */
export interface AlbedoTable {
  /** By ethnicity morph; `default` fills what the morphs leave open. */
  skin: { default: Rgb } & Record<string, Rgb>;
  lips: { tint: Rgb; soft: number; paleInMen: number };
  mouth: { color: Rgb; width: number };
  /** `pale` and `lift` (units, at the middle of the face) are children's: fainter brows that do not frown. */
  brows: { color: Rgb; old: Rgb; strength: number; soft: number; pale: number; lift: number };
  /** Other forms of brows by name: how far they reach beyond the usual outline, and their strength. */
  browForms: Record<string, { grow: number; strength: number }>;
  eyes: {
    sclera: Rgb;
    iris: Rgb;
    ring: Rgb;
    pupil: Rgb;
    lash: Rgb;
    /** Radii of the pupil and of the iris' dark ring, as shares of the iris' radius. */
    pupilShare: number;
    ringShare: number;
    lashWidth: number;
    soft: number;
  };
  /** Fold of the upper lid, at a distance from the lashes. */
  crease: { tint: Rgb; above: number; width: number };
  /**
   * Other skin around some landmarks: red cheeks and nose, dark sockets of the eyes, nostrils. With `of`, only on skin of which
   * a Look says so; not on skin of which it says `except`.
   */
  tints: { tint: Rgb; landmarks: number[]; radius: number; of?: string; except?: string }[];
  /** How a statue takes on the face's tones: the power of their ratio to the skin's, and the largest ratio. */
  carved: { power: number; most: number };
  /** What shaved men's skin is tinted where beards grow. */
  stubble: Rgb;
  /** Folds of an old face, along landmarks: forehead, from nose to mouth, under and beside the eyes. */
  wrinkles: { tint: Rgb; width: number; lines: number[][] };
}

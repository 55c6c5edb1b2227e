import type { LookMark, Material, Rgb } from "../../prompt/look.ts";

/** Kinds of parts that the grid can wear. */
export const PART_KINDS = ["hat", "hair", "beard", "horns", "tusks", "ears", "glasses"] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** A part of a head: its solid is found by kind and name. */
export interface Part {
  kind: PartKind;
  name: string;
  /** sRGB; undefined for ears, which are skin. */
  color?: Rgb;
  /** Where the part is of one of its own. */
  material?: Material;
  /** Of a hat that ends the hair; see `PartFacts`. */
  band?: { height: number; slope: number };
}

/** What a Look puts on the template's grid. */
export interface Dressing {
  parts: Part[];
  /** On bare skin, the later ones over the earlier ones. */
  marks: readonly LookMark[];
  /** Of a creature, or as the Look says; undefined for people of whom it says nothing. */
  skin?: Rgb;
  /** Of the skin alone. */
  skinMaterial?: Material;
  /** Of a statue or robot: of everything. */
  material?: Material;
  /** Of a creature's skin or of the material: a name of `PATTERNS`. */
  pattern?: string;
}

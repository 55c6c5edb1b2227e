import type { Rgb } from "../../prompt/look.ts";
import type { Mark } from "../marks/mark.ts";

export type PartKind = "hair" | "beard" | "hat" | "horns" | "tusks" | "ears" | "glasses";

/** What something is made of: its colour, where the material has one, and how it takes light, 0..1. */
export interface Material {
  color?: Rgb;
  metallic: number;
  roughness: number;
  /** Name of a pattern of `PATTERNS`. */
  pattern?: string;
}

/** A part of a head: its solid is found by kind and name. */
export interface Part {
  kind: PartKind;
  name: string;
  /** sRGB; undefined for ears, which are skin. */
  color?: Rgb;
  /** Where the prompt names one for this part: "a gold crown". */
  material?: Material;
}

/** What the words of a prompt put on the template. */
export interface Dressing {
  parts: Part[];
  /** On bare skin, the later ones over the earlier ones. */
  marks: Mark[];
  /** Of a creature, or as the prompt says; undefined for people of whom it says nothing. */
  skin?: Rgb;
  /** Of the skin alone: "bronze skin". */
  skinMaterial?: Material;
  /** Of a statue or robot: of everything. */
  material?: Material;
  /** Of a creature's skin or of the material: a name of `PATTERNS`. */
  pattern?: string;
}

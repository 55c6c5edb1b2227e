import type { Rgb } from "../../prompt/look.ts";
import type { Material, PartKind } from "./part.ts";

/** Which words ask for which parts and colours: `assets/template/parts.json`. Words are lower case, without hyphens. */
export interface PartTable {
  colors: Record<string, Rgb>;
  /** By kind; hair called "any" gets the style that such people often have. */
  parts: Record<PartKind, { name: string; words: string[] }[]>;
  /** Words that rule a kind of part out. */
  none: Partial<Record<PartKind, string[]>>;
  /** Colours of parts whose colour the prompt leaves open, by kind; hats by name first. */
  defaults: Partial<Record<PartKind, Rgb>>;
  hats: Record<string, Rgb>;
  /** What a colour's name means for hair, where that is not what it means elsewhere. */
  hairNames: Record<string, Rgb>;
  /** Of hair and beards, by ethnicity morph; `old` where the head is old. */
  hairColors: { default: Rgb; old: Rgb } & Record<string, Rgb>;
  /** People of whom the prompt does not say that they are bald have hair: one of these styles. */
  people: { words: string[]; hair: string[] }[];
  /** What a character brings along where the prompt does not say otherwise: [kind, name, colour], and names of marks. */
  characters: { words: string[]; parts: [PartKind, string, string?][]; marks?: string[] }[];
  /** Paint, scars and freckles, the later ones over the earlier ones; without `color` only where the prompt names one. */
  marks: { name: string; color?: Rgb; opacity: number; words: string[] }[];
  /** What a colour's name means for paint, where that is not what it means elsewhere. */
  paintNames: Record<string, Rgb>;
  /** Skins of creatures, which take the colour before their name; without `color` they are human. */
  skins: { words: string[]; color?: Rgb; pattern?: string }[];
  /** What a colour's name means for the skin of a creature: paint is more colourful than skin. */
  creatureNames: Record<string, Rgb>;
  /** Colours that but shade a creature's own: how far towards white, or black where negative. */
  shades: Record<string, number>;
  /** What is said of skin itself, with colours that mean something else there. */
  bareSkin: { words: string[]; names: Record<string, Rgb> };
  /** Of those names, the ones that mean skin before a person as well: "a pale old man". */
  complexions: string[];
  materials: ({ words: string[] } & Material)[];
}

import type { Rgb } from "../../prompt/look.ts";
import type { PartKind } from "./part.ts";

/** What the grid must know of a part beside its solid. */
export interface PartFacts {
  /** sRGB, where a Look leaves it open; ears have none: they are skin. */
  color?: Rgb;
  /** Of a hat under which hair ends: at a height above the eyes, with a slope towards the front. Open hats have none. */
  band?: { height: number; slope: number };
}

/** Facts of the solids that a grid can wear: `assets/template/parts.json`. */
export interface PartTable {
  /** By kind and id. Hair and beards have no facts of their own. */
  parts: Record<Exclude<PartKind, "hair" | "beard">, Record<string, PartFacts>>;
  /** What stands in where a part file has a style for which the grid has no solid. */
  nearest: { hair: string; beard: string; moustache: string; glasses: string };
  /** Of hair whose colour a Look leaves open, by ethnicity morph; `old` where the head is old. */
  hairColors: { default: Rgb; old: Rgb } & Record<string, Rgb>;
}

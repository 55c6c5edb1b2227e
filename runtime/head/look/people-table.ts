import type { Rgb } from "../../prompt/look.ts";
import type { Weights } from "../weights.ts";

/** How people's heads differ, in the template's morphs: `assets/template/people.json`. */
export interface PeopleTable {
  /** Morphs that exclude each other: where a Look names one, the seed leaves the others alone. */
  groups: string[][];
  /** Features of grown people by sex, at a share of 1: what the whole-head morphs of men and women show too little of. */
  sexes: Record<"male" | "female", Weights>;
  /** Largest shares of descents that a seed mixes into people of whom no descent is said. */
  descent: Weights;
  /** Usual colours of descents and peoples, sRGB, of which a seed picks: skin from the lightest to the darkest; what of their faces no mix of descents has. */
  peoples: Record<string, { skin: [Rgb, Rgb]; hair: Rgb[]; irises: Rgb[]; face?: Weights }>;
  /** How much more than its share a descent's eyes and hair show where several mix: dark irises are dominant. */
  dominance: Weights;
  /** Expressions of a face at rest that is asked for none: awake, and well-disposed. */
  rest: Weights;
  /** Of one whose teeth are spoken of and whose expression is not: they show. */
  bared: Weights;
  /** Over people, of morphs that a Look leaves open: standard deviation, and the least and greatest that a seed adds. */
  variation: Record<string, [deviation: number, least: number, most: number]>;
  /** How far a nose's tip stands before its wings, millimetres: of the average head, per unit of a morph, and the least of what a seed makes, of which a child's lacks a share. */
  tip: { average: number; least: number; child: number; per: Weights };
  /** Weight of each morph of age: [years, weight] in rising years, straight between them and level beyond. */
  ages: Record<string, [years: number, weight: number][]>;
}

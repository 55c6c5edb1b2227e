import type { Weights } from "../weights.ts";

/** How people's heads differ, in the template's morphs: `assets/template/people.json`. */
export interface PeopleTable {
  /** Morphs that exclude each other: where a Look names one, the seed leaves the others alone. */
  groups: string[][];
  /** Standard deviations, over people, of morphs that a Look leaves open. */
  variation: Weights;
  /** Weight of each morph of age: [years, weight] in rising years, straight between them and level beyond. */
  ages: Record<string, [years: number, weight: number][]>;
}

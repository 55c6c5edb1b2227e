import type { Lexeme } from "../words/lexemes.ts";

export type GrowthKind = "hair" | "beard" | "moustache";

/** Styles that hang, and can be longer than they usually are. */
export const HANGING: Readonly<Record<GrowthKind, readonly string[]>> = {
  hair: ["long", "wavy", "long-curls", "big", "braid", "pigtails", "ponytail", "dreadlocks", "box-braids"],
  beard: ["long", "braided"],
  moustache: [],
};

/** How long it is that hangs down to there: factors of the usual length of long hair, and of a long beard. */
const REACHES: Readonly<Record<string, number>> = {
  breast: 2,
  chest: 2,
  belly: 3,
  stomach: 3,
  navel: 3,
  waist: 4,
  belt: 4,
  hip: 4,
  knee: 4,
  foot: 4,
  feet: 4,
  floor: 4,
  ground: 4,
};
const SHOULDERS = ["shoulder", "collarbone"];

/** What grows down to a place: a style for what does not hang, and its length; undefined where nothing grows so far. */
export function reachOf(place: Lexeme | undefined, of: GrowthKind): { style: string; length: number } | undefined {
  const word = place?.tokens.at(-1)?.stem;
  if (word === undefined || of === "moustache") return undefined;
  if (SHOULDERS.includes(word)) return { style: of === "hair" ? "bob" : "long", length: 1 };
  return Object.hasOwn(REACHES, word) ? { style: "long", length: REACHES[word] } : undefined;
}

import type { Material, PartKind } from "./part.ts";
import type { PartTable } from "./part-table.ts";

/** What a material is said of: the skin, a part, or everything. */
export type MaterialOf = PartKind | "skin" | "all";

/**
 * The materials that a text names, each by the thing whose name follows it ("bronze skin", "a gold crown"); by "all" where
 * none does ("a bronze statue", "made of gold").
 * @param text words in lower case with spaces between.
 */
export function readMaterials(table: PartTable, text: string): Map<MaterialOf, Material> {
  const words = text.split(" ");
  const found = new Map<MaterialOf, Material>();
  for (let i = 0; i < words.length; i++) {
    const named = table.materials.flatMap(({ words: phrases, ...material }) =>
      phrases.filter((phrase) => standsAt(words, i, phrase)).map((phrase) => ({ phrase, material })),
    );
    if (named.length === 0) continue;
    const { phrase, material } = named.reduce((a, b) => (b.phrase.length > a.phrase.length ? b : a));
    const next = i + phrase.split(" ").length;
    const of = thingAt(table, words, next);
    if (!found.has(of)) found.set(of, material);
    i = next - 1;
  }
  return found;
}

function thingAt({ parts, bareSkin }: PartTable, words: string[], at: number): MaterialOf {
  const named = (phrases: string[]) => phrases.some((phrase) => standsAt(words, at, phrase));
  if (named(bareSkin.words)) return "skin";
  const kinds = Object.keys(parts) as PartKind[];
  return kinds.find((kind) => parts[kind].some((part) => named(part.words))) ?? "all";
}

function standsAt(words: string[], at: number, phrase: string): boolean {
  return phrase.split(" ").every((word, k) => words[at + k] === word || words[at + k] === `${word}s`);
}

import { meaningsOf } from "./vocabulary.ts";
import type { VocabularyFile } from "./vocabulary-file.ts";

/** Groups whose words a prompt can ask for; the first of each entry's is suggested. */
const GROUPS: Record<string, string> = {
  people: "people",
  traits: "looks",
  hair: "hair",
  beards: "beards",
  hat: "hats",
  glasses: "glasses",
  features: "face",
  marks: "paint and marks",
  creatures: "creatures",
  horns: "creatures",
  tusks: "creatures",
  roles: "characters",
  materials: "materials",
  colours: "colours",
};

/** Words that are drawn, by group: for suggestions, chips and the documentation. */
export function suggestedWords(file: VocabularyFile): { name: string; words: string[] }[] {
  const groups = new Map<string, Set<string>>();
  for (const { words, meaning, group } of meaningsOf(file)) {
    const name = GROUPS[group];
    if (!name) continue;
    const entry = "entry" in meaning ? meaning.entry : undefined;
    if (entry && (("undrawn" in entry && entry.undrawn) || "animal" in entry || "relation" in entry)) continue;
    // Trades that bring nothing along look like anybody.
    if (group === "roles" && !(entry && ("parts" in entry || "hair" in entry || "marks" in entry))) continue;
    const list = groups.get(name) ?? new Set<string>();
    list.add(words[0]);
    groups.set(name, list);
  }
  return [...new Set(Object.values(GROUPS))].map((name) => ({ name, words: [...(groups.get(name) ?? [])] }));
}

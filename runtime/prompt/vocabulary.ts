import type { Rgb } from "./look.ts";
import type { Entry, GrowthEntry, MarkEntry, MaterialEntry, PartEntry, VocabularyFile } from "./vocabulary-file.ts";
import { ARTICLES, PREPOSITIONS } from "./words/grammar.ts";
import { stemOf } from "./words/tokens.ts";

export type Meaning =
  | { kind: "person"; of: "people" | "creatures" | "roles"; entry: Entry }
  | { kind: "trait"; entry: Entry }
  | { kind: "feature"; entry: Entry }
  | { kind: "growth"; of: "hair" | "beard" | "moustache"; entry: GrowthEntry }
  | { kind: "part"; entry: PartEntry }
  | { kind: "mark"; entry: MarkEntry }
  | { kind: "place"; name: string }
  | { kind: "material"; entry: MaterialEntry }
  | { kind: "color"; name: string }
  | { kind: "size"; factor: number }
  | { kind: "undrawnMark" }
  | { kind: "thing" }
  | { kind: "style" }
  | { kind: "undrawn" };
export type MeaningKind = Meaning["kind"];

/** A phrase of adjectives and a noun, whose order and neighbours are free: "long curly hair". */
export interface Combination {
  /** Stems of the words before the noun. */
  mods: string[];
  phrase: string;
  meaning: Meaning;
}

/** The vocabulary, ready to be looked up. */
export interface Vocabulary {
  file: VocabularyFile;
  /** By stems with spaces between. */
  phrases: Map<string, { phrase: string; meaning: Meaning }[]>;
  /** First words of phrases, and how many words the longest has. */
  longest: Map<string, number>;
  /** By stem of the noun. */
  combinations: Map<string, Combination[]>;
  /** Stems of the adjectives in those. */
  modifiers: Set<string>;
  /** Every single word that some phrase has, and in how many, for spelling. */
  words: Map<string, number>;
  /** Words that are spelt nearly like those and are others. */
  english: Set<string>;
  /** Stems of words that end as those for people of a trade and are none. */
  notTrades: Set<string>;
}

/** @param text without hyphens, for example "hair in a bun". */
export function stemsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/['’]/g, " ")
    .split(/[\s-]+/)
    .filter((word) => word && !ARTICLES.has(word) && word !== "his" && word !== "her")
    .map(stemOf);
}

/** @param parts entries of the parts themselves, beside or instead of the file's of the same kind and id. */
export function openVocabulary(file: VocabularyFile, parts: readonly PartEntry[] = []): Vocabulary {
  const own = new Set(parts.map(({ kind, id }) => `${kind} ${id}`));
  const all = [...parts, ...file.parts.filter(({ kind, id }) => !own.has(`${kind} ${id}`))];
  const vocabulary: Vocabulary = {
    file: { ...file, parts: all },
    phrases: new Map(),
    longest: new Map(),
    combinations: new Map(),
    modifiers: new Set(),
    words: new Map(),
    english: new Set(file.english.split(" ")),
    notTrades: new Set(file.notTrades.split(" ")),
  };
  for (const { words, meaning } of meaningsOf(vocabulary.file)) {
    for (const phrase of words) addPhrase(vocabulary, phrase, meaning);
  }
  for (const [key, found] of vocabulary.phrases) {
    const stems = key.split(" ");
    const noun = stems.at(-1)!;
    if (stems.length < 2 || !vocabulary.phrases.has(noun)) continue;
    // "stripe across the eyes" stands as it is: a stripe is no adjective.
    if (stems.some((stem) => PREPOSITIONS.has(stem))) continue;
    for (const { phrase, meaning } of found) {
      if (!["feature", "growth", "part", "mark", "undrawnMark"].includes(meaning.kind)) continue;
      const list = vocabulary.combinations.get(noun) ?? [];
      list.push({ mods: stems.slice(0, -1), phrase, meaning });
      vocabulary.combinations.set(noun, list);
      for (const mod of stems.slice(0, -1)) vocabulary.modifiers.add(mod);
    }
  }
  return vocabulary;
}

/** A part of a kind by its name. */
export const entryOf = (parts: readonly PartEntry[], kind: string, id: string): PartEntry | undefined =>
  parts.find((part) => part.kind === kind && part.id === id);

/** The vocabulary with more colours, which their names mean and nothing else. @param colors sRGB by names in lower case. */
export function withColors(vocabulary: Vocabulary, colors: Readonly<Record<string, Rgb>>): Vocabulary {
  const tones = Object.entries(colors).map(([name, tone]) => [name, { tone, ware: true }] as const);
  const { file, phrases, longest, words } = vocabulary;
  const out = {
    ...vocabulary,
    file: { ...file, colors: { ...file.colors, ...Object.fromEntries(tones) } },
    phrases: new Map(phrases),
    longest: new Map(longest),
    words: new Map(words),
  };
  for (const name of Object.keys(colors)) {
    out.phrases.delete(stemsOf(name).join(" "));
    addPhrase(out, name, { kind: "color", name });
  }
  return out;
}

function addPhrase({ phrases, longest, words }: Vocabulary, phrase: string, meaning: Meaning): void {
  const stems = stemsOf(phrase);
  const key = stems.join(" ");
  const found = phrases.get(key) ?? [];
  // "braids" is another style than "braid": each keeps its spelling.
  if (!found.some((other) => other.meaning.kind === meaning.kind && other.phrase === phrase)) {
    found.push({ phrase, meaning });
  }
  phrases.set(key, found);
  longest.set(stems[0], Math.max(longest.get(stems[0]) ?? 0, stems.length));
  for (const word of phrase.toLowerCase().split(/[\s'’-]+/))
    if (word.length > 2) words.set(word, (words.get(word) ?? 0) + 1);
}

/** Every meaning that words have, the likeliest of a word first. */
export function* meaningsOf(
  file: VocabularyFile,
): Generator<{ words: readonly string[]; meaning: Meaning; group: string }> {
  const people = ["people", "creatures", "roles"] as const;
  for (const name of Object.keys(file.colors))
    yield { words: [name], meaning: { kind: "color", name }, group: "colours" };
  for (const entry of file.materials)
    yield { words: entry.words, meaning: { kind: "material", entry }, group: "materials" };
  for (const of of people) {
    for (const entry of file[of]) yield { words: entry.words, meaning: { kind: "person", of, entry }, group: of };
  }
  for (const entry of file.traits) yield { words: entry.words, meaning: { kind: "trait", entry }, group: "traits" };
  for (const entry of file.hair)
    yield { words: entry.words, meaning: { kind: "growth", of: "hair", entry }, group: "hair" };
  for (const entry of file.beards) {
    yield { words: entry.words, meaning: { kind: "growth", of: "beard", entry }, group: "beards" };
  }
  for (const entry of file.moustaches) {
    yield { words: entry.words, meaning: { kind: "growth", of: "moustache", entry }, group: "beards" };
  }
  for (const entry of file.parts) yield { words: entry.words, meaning: { kind: "part", entry }, group: entry.kind };
  for (const entry of file.marks) yield { words: entry.words, meaning: { kind: "mark", entry }, group: "marks" };
  for (const entry of file.features)
    yield { words: entry.words, meaning: { kind: "feature", entry }, group: "features" };
  for (const { words, name } of file.places) yield { words, meaning: { kind: "place", name }, group: "places" };
  for (const [word, factor] of Object.entries(file.sizes)) {
    yield { words: [word], meaning: { kind: "size", factor }, group: "sizes" };
  }
  yield { words: file.undrawnMarks, meaning: { kind: "undrawnMark" }, group: "not drawn" };
  for (const words of Object.values(file.things)) yield { words, meaning: { kind: "thing" }, group: "not drawn" };
  yield { words: file.styles, meaning: { kind: "style" }, group: "style" };
  yield { words: file.undrawnTraits, meaning: { kind: "undrawn" }, group: "not drawn" };
}

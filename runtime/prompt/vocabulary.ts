import type { Look, PartKind, Rgb } from "./look.ts";
import { ARTICLES } from "./words/grammar.ts";
import { stemOf } from "./words/tokens.ts";

/** Everything an entry of the vocabulary can set; fields as in a Look, unless said otherwise. */
export interface Sets {
  sex?: { male?: number; female?: number };
  /** Sex is what such people usually are, and gives way to anything said. */
  habit?: boolean;
  /** Sex is part of the name ("king"), and gives way to what is said outright. */
  title?: boolean;
  age?: number;
  /** Age gives way to any other. */
  soft?: boolean;
  /** Said of children alone: "little". */
  childOnly?: boolean;
  ethnicity?: Record<string, number>;
  /** Whose colours are usual, where they are not those of the mix. */
  people?: string;
  build?: Record<string, number>;
  face?: Record<string, number>;
  expression?: Record<string, number>;
  /** Says that there is no expression. */
  calm?: boolean;
  details?: string[];
  tone?: Rgb;
  pattern?: string;
  irises?: Rgb;
  sclera?: Rgb;
  /** Irises of the eye that is spoken of, where that is one. */
  eye?: boolean;
  eyes?: Look["eyes"];
  brows?: string;
  lashes?: string;
  hairColor?: string;
  creature?: string;
  /** A creature whose skin and hair are human. */
  human?: boolean;
  statue?: boolean;
  /** Without hair where none is said: babies. */
  bare?: boolean;
  relation?: boolean;
  /** Not said of children: a goth girl is in her teens. */
  grown?: boolean;
  animal?: boolean;
  metal?: { name: string; metallic: number; roughness: number };
  hair?: { style: string; color?: string };
  beard?: { style: string; color?: string };
  parts?: { kind: PartKind; id: string; color?: string }[];
  marks?: string[];
  none?: string[];
  /** What a plain hat or cap of theirs is: a nurse's cap is no baseball cap. */
  hat?: string;
  /** A phrase that says the same: "bespectacled" wears "glasses". */
  wears?: string;
  grows?: string;
  /** Understood and not drawn. */
  undrawn?: boolean | string;
}
export interface Entry extends Sets {
  /** The first is what is suggested. */
  words: string[];
}
export interface GrowthEntry extends Entry {
  style: string;
  /** Words for which this style is but the nearest. */
  nearly?: string[];
}
export interface PartEntry extends Entry {
  kind: PartKind;
  id: string;
  color?: Rgb;
  /** What of the hair a hat hides: all, or tall styles. */
  hides?: "all" | "volume";
  /** Of a part that there is a file of: where it can be worn. Such parts are drawn in the size that is said. */
  placements?: string[];
  nearly?: string[];
  /** Of a part that there is a file of: its colours beside the main one, by name. */
  slots?: string[];
}
export interface MarkEntry extends Entry {
  name: string;
  color?: Rgb;
  opacity: number;
  /** Where it is if no word says. */
  place?: string;
  /** Places that it is painted on whatever place is said; a mark without goes where it is said to be. */
  lies?: string[];
  /** One lies on one side of the face alone; of several that no word places, where the second, the third … are. */
  more?: { place: string; side?: "left" | "right" }[];
}
export interface MaterialEntry {
  words: string[];
  name: string;
  color?: Rgb;
  metallic: number;
  roughness: number;
  pattern?: string;
  /** As a first word it makes a name rather than a statue: "wood elf", "ice queen". */
  compound?: boolean;
  /** What it says of a living person's skin: "porcelain skin". */
  complexion?: Rgb;
}
/** What a colour's name means for what; `tone` where nothing else is said. */
export interface ColorEntry {
  tone: Rgb;
  hair?: Rgb;
  skin?: Rgb;
  paint?: Rgb;
  creature?: Rgb;
  eyes?: Rgb;
  /** Said of a person it means the skin: "a pale man". */
  complexion?: boolean;
  /** Said of a person it means this: "a blonde woman", "a black man". */
  person?: "hair" | "african" | "caucasian";
  /** Said of skin it means this descent as well. */
  descent?: "african";
}

type UsualStyles = Record<"female" | "male", Record<string, number>> & Record<string, Record<string, number>>;

/** The file `assets/vocabulary/vocabulary.json`. */
export interface VocabularyFile {
  version: 1;
  spelling: Record<string, string>;
  /** Words of other languages within English prompts, and what they are in English; some are English too but beside such words. */
  foreign: { alone: Record<string, string>; beside: Record<string, string> };
  colors: Record<string, ColorEntry>;
  /** What things that hair, eyes and skin are compared with are like: names of colours. */
  similes: Record<string, string>;
  /** Colours that but shade a creature's own: how far towards white, or black where negative. */
  shades: Record<string, number>;
  /** What of a part may have a colour of its own: slots that a word may mean, by its stem. */
  slots: Record<string, string[]>;
  sizes: Record<string, number>;
  materials: MaterialEntry[];
  people: Entry[];
  creatures: Entry[];
  roles: Entry[];
  traits: Entry[];
  undrawnTraits: string[];
  features: Entry[];
  hair: GrowthEntry[];
  beards: GrowthEntry[];
  moustaches: GrowthEntry[];
  parts: PartEntry[];
  marks: MarkEntry[];
  /** What a colour before lips paints on them. */
  lips: { name: string; opacity: number };
  /** Words for eyes that are drawn as no usual ones, by their kinds. */
  eyeKinds: Record<string, string[]>;
  undrawnMarks: string[];
  places: { words: string[]; name: string }[];
  things: Record<string, string[]>;
  styles: string[];
  /** Everyday words that are spelt nearly like ours, with spaces between: no slips of the pen. */
  english: string;
  /** Hair of those of whom nothing is said: styles and how often each is worn, by sex, of children, the old and descents where given; colours. */
  usualHair: { styles: UsualStyles; colors: Rgb[] };
  hairColors: { default: Rgb; old: Rgb } & Record<string, Rgb>;
  /** Share of other descents that a seed mixes into those who have such colours and marks by nature, by their names. */
  mixed: Record<"hair" | "eyes" | "marks", Record<string, number>>;
}

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
  };
  for (const { words, meaning } of meaningsOf(vocabulary.file)) {
    for (const phrase of words) addPhrase(vocabulary, phrase, meaning);
  }
  for (const [key, found] of vocabulary.phrases) {
    const stems = key.split(" ");
    const noun = stems.at(-1)!;
    if (stems.length < 2 || !vocabulary.phrases.has(noun)) continue;
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
  const tones = Object.entries(colors).map(([name, tone]) => [name, { tone }] as const);
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

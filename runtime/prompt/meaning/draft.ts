import { emptyLook, type Look, type LookMark, type LookPart } from "../look.ts";
import type { Phrase } from "../phrases/phrase.ts";
import type { ReportItem, State } from "../report.ts";
import type { Vocabulary } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";
import type { Lexeme } from "../words/lexemes.ts";
import type { Token } from "../words/tokens.ts";

/** An item of the report while a prompt is read. */
export interface Item extends Omit<ReportItem, "text" | "ranges"> {
  tokens: Token[];
}

/** How much what is said of a sex counts: what is usual, what a beard or a pronoun tells, a title, a plain word. */
export const STRENGTH = { habit: 1, beard: 2, pronoun: 3, title: 4, said: 5 } as const;

/** What has been understood so far. */
export interface Draft {
  vocabulary: Vocabulary;
  seed: number;
  look: Look;
  items: Item[];
  notes: string[];
  sexes: { sex: { male?: number; female?: number }; strength: number; item?: Item }[];
  ages: { years: number; rank: number; item: Item; entry?: Entry }[];
  ethnicities: { shares: Record<string, number>; people?: string; role: boolean; item: Item }[];
  builds: Record<string, number>[];
  /** Whether anybody is spoken of whose hair is like people's, and how their hair is found. */
  person?: { entries: Entry[]; isStatue: boolean; isBaby: boolean };
  hair: Grown[];
  beards: Grown[];
  moustaches: Grown[];
  /** What is denied, by kind: "hair", "beard", "hat" … */
  none: Map<string, Item>;
  hairColor?: { name: string; item: Item };
  /** What is said by comparison with what there is; a prompt has nothing to compare with, and takes it as it stands. */
  relative: { entry: Entry; degree: number; item: Item }[];
  /** Phrases found within others: the hair of a "red haired man". */
  pending: Phrase[];
  irises: { color: [number, number, number]; item: Item; said: boolean }[];
  gifts: { entry: Entry; item: Item }[];
  /** Morphs of the face that a creature has, of which no word has said anything. */
  given: Set<string>;
  /** Parts that are named by their kind alone: "the hat", whatever hat it is. */
  plainParts: Set<LookPart>;
  /** Of which no word says which of their kind they are: "black horns", "a horn". */
  unnamedParts: Set<LookPart>;
  /** Marks that are said to be there beside what there is: "a scar", not "the scar". */
  newMarks: Set<LookMark>;
  /** Of the hat that a trade brings. */
  hatColor?: [number, number, number];
  /** Somebody is said to have no expression. */
  calm?: boolean;
  robot?: { name: string; metallic: number; roughness: number };
}

/** Hair or a beard as one phrase says it. */
export interface Grown {
  style: string;
  color?: [number, number, number];
  length?: number;
  /** The length is said by how far it hangs, whatever it was before. */
  reaches?: boolean;
  /** Says only that it is there. */
  plain: boolean;
  item: Item;
  words: number;
}

export function newDraft(vocabulary: Vocabulary, seed: number): Draft {
  return {
    vocabulary,
    seed,
    look: emptyLook(),
    items: [],
    notes: [],
    sexes: [],
    ages: [],
    ethnicities: [],
    builds: [],
    hair: [],
    beards: [],
    moustaches: [],
    none: new Map(),
    relative: [],
    pending: [],
    irises: [],
    gifts: [],
    given: new Set(),
    plainParts: new Set(),
    unnamedParts: new Set(),
    newMarks: new Set(),
  };
}

export const tokensOf = (lexemes: readonly Lexeme[]): Token[] => lexemes.flatMap(({ tokens }) => tokens);

/** Adds an item to the report. */
export function tell(draft: Draft, state: State, lexemes: readonly Lexeme[], sets: string[] = [], note?: string): Item {
  const item: Item = { tokens: tokensOf(lexemes), state, sets, ...(note && { note }) };
  draft.items.push(item);
  return item;
}

/** Adds words to an item that is there. */
export function join(item: Item, lexemes: readonly Lexeme[]): void {
  item.tokens.push(...tokensOf(lexemes).filter((token) => !item.tokens.includes(token)));
}

export function addSet(item: Item, ...fields: string[]): void {
  for (const field of fields) if (!item.sets.includes(field)) item.sets.push(field);
}

/** Takes the larger of two weights, whatever their signs. */
export function strongest(into: Record<string, number>, from: Record<string, number>, scale = 1): void {
  for (const [name, weight] of Object.entries(from)) {
    const scaled = scale === 1 ? weight : weight * scale;
    if (Math.abs(scaled) > Math.abs(into[name] ?? 0)) into[name] = scaled;
  }
}

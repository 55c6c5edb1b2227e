import { type ConceptTable, drawnConcepts, nearestConcepts } from "./concepts.ts";
import type { Dictionary } from "./look-up/dictionary.ts";
import { isSubject } from "./look-up/find-colors.ts";
import { lookUp, readWith } from "./look-up/look-up.ts";
import { IN_ENGLISH, type Reading, readTables } from "./read.ts";
import type { Vocabulary } from "./vocabulary.ts";
import type { Substitute } from "./words/substitute.ts";
import { stemOf, tokenize } from "./words/tokens.ts";

/** What looks up words that the tables do not list. */
export interface Meanings {
  concepts: ConceptTable;
  /** F32 [D] of length 1 for each text. */
  encode: (texts: readonly string[]) => Promise<Float32Array[]>;
}

/**
 * Cosines from which a word is read as the nearest phrase, and from which phrases are suggested. Measured with the starter
 * pack's encoder on 70 words that the tables lacked: of those at 0.8 and above 8 of 8 were right ("spectacled", "goblinoid"),
 * from 0.72 to 0.8 two of three, below that one in ten ("whiskers" is nearest to "whistling").
 */
const READ_AS = 0.8;
const SUGGEST = 0.72;
const MOST_SUGGESTIONS = 3;
/** More unknown words than this are no prompt of a head, and would take long. */
const MOST_WORDS = 12;

/**
 * Reads a prompt: by the tables, then what they do not list by a dictionary, then by its meaning. Words near enough to a phrase of the
 * vocabulary are read as that, the others get suggestions where some are near.
 * @param lookedUp where words are looked up; undefined reads by the tables alone.
 */
export async function readPrompt(
  vocabulary: Vocabulary,
  text: string,
  {
    seed = 0,
    individual = 0,
    lookedUp,
  }: {
    seed?: number;
    individual?: number;
    lookedUp?: { dictionary: () => Promise<Dictionary>; meanings: Meanings };
  } = {},
): Promise<Reading> {
  const tables = readTables(vocabulary, text, seed, individual);
  const isEnglish = tables.report.notes.every((note) => !note.includes(IN_ENGLISH));
  const isDrawn = tables.report.items.every(({ state }) => state === "used");
  if (!lookedUp || isDrawn || !isEnglish) return tables;
  const again = (words: Vocabulary, substitutes: readonly Substitute[]) =>
    readTables(words, text, seed, individual, substitutes);
  const defined = lookUp(vocabulary, await lookedUp.dictionary(), tables, {
    text,
    isWhole: (run, tokens) => isSubject(vocabulary, tokens, run),
    again,
  });
  const { reading: first } = defined;
  const unknown = first.report.items.filter(({ state }) => state === "unknown");
  const isListed = (word: string) => vocabulary.words.has(word) || vocabulary.phrases.has(stemOf(word));
  const words = [...new Set(unknown.flatMap((item) => wordsOf(item.text)))]
    .filter((word) => !isListed(word))
    .slice(0, MOST_WORDS);
  if (words.length === 0) return first;
  const { concepts, encode } = lookedUp.meanings;
  const among = { drawn: drawnConcepts(vocabulary), most: MOST_SUGGESTIONS };
  const found = (await encode(words)).map((vector) => nearestConcepts(concepts, vector, among));
  const synonyms = tokenize(text, vocabulary.file.spelling).flatMap(({ norm, start, end }): Substitute[] => {
    const [nearest] = found[words.indexOf(norm)] ?? [];
    return nearest && nearest.score >= READ_AS ? [{ start, end, words: nearest.phrase }] : [];
  });
  const { reading } = readWith(first, synonyms, (more) => again(defined.vocabulary, [...defined.substitutes, ...more]));
  for (const item of reading.report.items) {
    if (item.state !== "unknown") continue;
    const near = wordsOf(item.text).flatMap((word) => found[words.indexOf(word)] ?? []);
    const phrases = near.filter(({ score }) => score >= SUGGEST).sort((a, b) => b.score - a.score);
    item.suggestions = [...new Set(phrases.map(({ phrase }) => phrase))].slice(0, MOST_SUGGESTIONS);
  }
  return reading;
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 3);

import { type ConceptTable, nearestConcepts } from "./concepts.ts";
import { type Reading, readTables } from "./read.ts";
import type { Vocabulary } from "./vocabulary.ts";

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
 * Reads a prompt: by the tables, then what they do not list by its meaning. Words near enough to a phrase of the vocabulary are
 * read as that, the others get suggestions where some are near.
 * @param meanings undefined reads by the tables alone.
 */
export async function readPrompt(
  vocabulary: Vocabulary,
  text: string,
  { seed = 0, individual = 0, meanings }: { seed?: number; individual?: number; meanings?: Meanings } = {},
): Promise<Reading> {
  const first = readTables(vocabulary, text, seed, individual);
  const unknown = first.report.items.filter(({ state }) => state === "unknown");
  const words = [...new Set(unknown.flatMap((item) => wordsOf(item.text)))].slice(0, MOST_WORDS);
  const isEnglish = first.report.notes.every((note) => !note.includes("read in English"));
  if (!meanings || words.length === 0 || !isEnglish) return first;
  const { concepts, encode } = meanings;
  const found = (await encode(words)).map((vector) => nearestConcepts(concepts, vector, MOST_SUGGESTIONS));
  const synonyms = Object.fromEntries(
    words.flatMap((word, i) => (found[i][0].score >= READ_AS ? [[word, found[i][0].phrase]] : [])),
  );
  const reading = Object.keys(synonyms).length > 0 ? readTables(vocabulary, text, seed, individual, synonyms) : first;
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

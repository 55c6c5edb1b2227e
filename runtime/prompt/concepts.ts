import { meaningsOf, type Vocabulary } from "./vocabulary.ts";
import type { PartEntry, VocabularyFile } from "./vocabulary-file.ts";

/** Words of an entry, from the first, that its meaning is looked up by. */
const WORDS_EACH = 2;
const GROUPS = new Set([
  "people",
  "creatures",
  "roles",
  "traits",
  "hair",
  "beards",
  "marks",
  "features",
  "hat",
  "glasses",
  "horns",
  "tusks",
  "earrings",
  "piercing",
  "eyepatch",
  "mask",
  "bandage",
  "ornament",
]);

/**
 * Phrases of the vocabulary that a Look can be asked for, in the file's order: what unknown words are compared with.
 * @param takes whether of a part; of every part where absent, since heads of layers draw those that there is a file of.
 */
export function conceptsOf(file: VocabularyFile, takes: (part: PartEntry) => boolean = () => true): string[] {
  const out = new Set<string>();
  for (const { words, meaning, group } of meaningsOf(file)) {
    if (!GROUPS.has(group)) continue;
    const entry = "entry" in meaning ? meaning.entry : undefined;
    if (meaning.kind === "part" && !takes(meaning.entry)) continue;
    if (meaning.kind !== "part" && entry && ("undrawn" in entry || "animal" in entry)) continue;
    // Trades look like anybody.
    const isPlain = group === "roles" && !(entry && ("parts" in entry || "hair" in entry || "marks" in entry));
    if (isPlain) continue;
    for (const word of words.slice(0, WORDS_EACH)) out.add(word);
  }
  return [...out];
}

/** Meanings of `conceptsOf`, one after the other: I8 [N, D], unit vectors, scaled. */
export interface ConceptTable {
  phrases: string[];
  width: number;
  vectors: Int8Array;
}

/** @throws Error where the file was built of another vocabulary. */
export function openConcepts(file: VocabularyFile, bytes: Uint8Array, width: number): ConceptTable {
  const phrases = conceptsOf(file);
  if (bytes.length !== phrases.length * width) {
    const rows = bytes.length / width;
    throw new Error(`concepts.bin.gz holds ${rows} meanings, the vocabulary ${phrases.length} phrases; build it again`);
  }
  return { phrases, width, vectors: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** Those that are drawn with the parts that a vocabulary knows. */
export const drawnConcepts = ({ file }: Vocabulary): ReadonlySet<string> =>
  new Set(conceptsOf(file, ({ undrawn }) => !undrawn));

/**
 * The phrases nearest in meaning, the nearest first, with their cosines.
 * @param vector F32 [width] of length 1. @param drawn phrases to choose from.
 */
export function nearestConcepts(
  { phrases, width, vectors }: ConceptTable,
  vector: Float32Array,
  { drawn, most }: { drawn: ReadonlySet<string>; most: number },
) {
  const scored = phrases.map((phrase, n) => {
    let [dot, norm] = [0, 0];
    for (let k = 0; k < width; k++) {
      const value = vectors[n * width + k];
      dot += value * vector[k];
      norm += value * value;
    }
    return { phrase, score: dot / Math.sqrt(norm || 1) };
  });
  return scored
    .filter(({ phrase }) => drawn.has(phrase))
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}

import type { TextTokenizer } from "./tokenizer.ts";

/** A word of a prompt that the vocabulary does not hold, with the likeliest spellings that it does. */
export interface UnknownWord {
  word: string;
  /** At most three, the nearest first. */
  nearest: string[];
}

/** Names what a prompt asks in vain. Nearness is spelling (edit distance): "wizzard" finds "wizard". */
export function wordCoverage(tokenizer: TextTokenizer, prompt: string): UnknownWord[] {
  const vocabulary = tokenizer.words();
  return tokenizer.unknownWords(prompt).map((word) => {
    const low = word.toLowerCase();
    const limit = Math.ceil(low.length / 3);
    const nearest = vocabulary
      .map((known) => ({ known, distance: editDistance(low, known, limit) }))
      .filter(({ distance }) => distance <= limit)
      .sort((a, b) => a.distance - b.distance || (a.known < b.known ? -1 : 1))
      .slice(0, 3)
      .map(({ known }) => known);
    return { word, nearest };
  });
}

/** Levenshtein distance, or something above `limit` where it is larger than that. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

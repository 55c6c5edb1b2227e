import type { Weights } from "./template-shape.ts";

/** Which words of a prompt ask for which shape morphs: `assets/template/words.json`. */
export interface WordTable {
  /** Morphs that exclude each other: their weights are brought to a sum of at most 1. */
  groups: string[][];
  /** Morph weights with the words and phrases (lower case, singular) that ask for them. */
  entries: { morphs: Weights; words: string[] }[];
}

/**
 * Shape of the template to start from: the morphs that the words of a prompt name, the strongest where several words name
 * one. Longer phrases come first and use up their words ("heavy brow" is not "heavy"). A prompt that names no morph gives
 * none: the average head.
 * @returns morph weights for `shapeTemplate`.
 */
export function selectTemplate(table: WordTable, prompt: string): Weights {
  let text = ` ${prompt.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `;
  const weights: Weights = {};
  const phrases = table.entries.flatMap(({ morphs, words }) => words.map((word) => ({ word, morphs })));
  for (const { word, morphs } of phrases.sort((a, b) => b.word.length - a.word.length)) {
    const rest = text.replaceAll(` ${word} `, " | ").replaceAll(` ${word}s `, " | ");
    if (rest === text) continue;
    text = rest;
    for (const [name, weight] of Object.entries(morphs)) weights[name] = Math.max(weights[name] ?? 0, weight);
  }
  for (const group of table.groups) {
    const sum = group.reduce((total, name) => total + (weights[name] ?? 0), 0);
    if (sum > 1) for (const name of group) if (name in weights) weights[name] /= sum;
  }
  return weights;
}

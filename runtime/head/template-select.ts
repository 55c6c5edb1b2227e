import { adjectivesFirst, vocabularyOf } from "./adjectives-first.ts";
import type { Weights } from "./weights.ts";

/** Which words of a prompt ask for which shape morphs and expressions: `assets/template/words.json`. */
export interface WordTable {
  /** Morphs that exclude each other: full weights displace lesser ones, then the sum is brought to at most 1. */
  groups: string[][];
  /** Standard deviations of morphs that a prompt leaves open, over people. */
  variation: Weights;
  /** Morph weights with the words and phrases (lower case, singular) that ask for them. */
  entries: { morphs: Weights; words: string[] }[];
}

/**
 * Shape and expression of the template to start from: the morphs that the words of a prompt name, the strongest where several words name
 * one. Longer phrases come first and use up their words ("heavy brow" is not "heavy"). A prompt that names no morph gives
 * none: the average head.
 * @returns morph weights for `shapeTemplate`.
 */
export function selectTemplate(table: WordTable, prompt: string): Weights {
  const vocabulary = vocabularyOf(table.entries.flatMap(({ words }) => words));
  let text = ` ${adjectivesFirst(prompt, vocabulary)} `;
  const weights: Weights = {};
  const phrases = table.entries.flatMap(({ morphs, words }) => words.map((word) => ({ word, morphs })));
  for (const { word, morphs } of phrases.sort((a, b) => b.word.length - a.word.length)) {
    const rest = text.replaceAll(` ${word} `, " | ").replaceAll(` ${word}s `, " | ");
    if (rest === text) continue;
    text = rest;
    for (const [name, weight] of Object.entries(morphs)) {
      if (Math.abs(weight) > Math.abs(weights[name] ?? 0)) weights[name] = weight;
    }
  }
  for (const group of table.groups) {
    const named = group.filter((name) => name in weights);
    const strongest = Math.max(...named.map((name) => weights[name]));
    // A creature leans to one sex or build; a word that says it outright wins.
    const kept = strongest < 1 ? named : named.filter((name) => weights[name] === strongest);
    const sum = kept.reduce((total, name) => total + weights[name], 0);
    for (const name of named) {
      if (!kept.includes(name)) delete weights[name];
      else if (sum > 1) weights[name] /= sum;
    }
  }
  return weights;
}

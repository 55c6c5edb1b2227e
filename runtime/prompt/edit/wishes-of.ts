import type { Look } from "../look.ts";
import { COLORED } from "../meaning/colors.ts";
import type { MeaningKind, Vocabulary } from "../vocabulary.ts";
import { stemOf } from "../words/tokens.ts";
import { meantBy } from "./it.ts";
import type { Wish, Words } from "./wish.ts";
import { readWishes } from "./wishes.ts";

/** An instruction taken apart. @param before what was asked for before it, which may name what "it" is. */
export function wishesOf(vocabulary: Vocabulary, parent: Look, instruction: string, before?: string): Wish[] {
  const words = wordsOf(vocabulary);
  return readWishes(otherSide(instruction, parent), words, before && meantBy(before, words));
}

/** What words are to a vocabulary, for taking instructions apart. */
function wordsOf(vocabulary: Vocabulary): Words {
  const meaningsIn = (word: string) => (vocabulary.phrases.get(stemOf(word)) ?? []).map(({ meaning }) => meaning);
  const isA = (word: string, ...kinds: MeaningKind[]) => meaningsIn(word).some(({ kind }) => kinds.includes(kind));
  const isColored = (word: string) =>
    meaningsIn(word).some((meaning) => meaning.kind === "place" && COLORED.has(meaning.name));
  const isNoun = (word: string) => isA(word, "place", "growth", "part", "mark");
  return {
    isThing: (word) => !WHOLE.test(word) && (isA(word, "growth", "part", "mark", "thing") || isColored(word)),
    isColor: (word) => isA(word, "color"),
    isNoun,
    describes: (word) => {
      if (/^(?:darker|lighter|paler|brighter|shorter|longer)$/.test(word)) return true;
      if (isNoun(word) || isA(word, "person", "feature")) return false;
      const bases = basesOf(word);
      const isSaid = bases.some((base) => isA(base, "color", "size") || vocabulary.modifiers.has(base));
      return isSaid && !bases.some((base) => isOfPerson(vocabulary, base));
    },
  };
}

/** No thing of a head: "a longer one", "the face". */
const WHOLE = /^(?:ones?|face|head)$/;

/** "bigger", "curlier" and what they may be comparisons of. */
const basesOf = (word: string) => [
  word,
  word.replace(/(?:er|est)$/, ""),
  word.replace(/r$/, ""),
  word.replace(/ier$/, "y"),
  word.replace(/(.)\1er$/, "$1"),
];

/** "old", "angry": said of somebody rather than of a nose. */
const isOfPerson = ({ phrases }: Vocabulary, word: string) =>
  (phrases.get(word) ?? []).some(({ meaning }) => meaning.kind === "trait" && !meaning.entry.grows);

/** "the other eye" is that on the other side of what has one. */
export function otherSide(instruction: string, { parts, marks }: Look): string {
  const side = [...parts, ...marks].find((one) => one.side)?.side ?? "left";
  return instruction.replace(
    /\bother(?=\s+(?:side|eye|ear|cheek|eyebrow|brow|nostril)\b)/gi,
    side === "left" ? "right" : "left ",
  );
}

import type { Look } from "../look.ts";
import type { Vocabulary } from "../vocabulary.ts";
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
  const kindsIn = (word: string) =>
    new Set((vocabulary.phrases.get(stemOf(word)) ?? []).map(({ meaning }) => meaning.kind));
  const placeOf = (word: string) =>
    (vocabulary.phrases.get(stemOf(word)) ?? []).flatMap(({ meaning }) =>
      meaning.kind === "place" ? [meaning.name] : [],
    )[0];
  const baseOf = (word: string) => [
    word,
    word.replace(/(?:er|est)$/, ""),
    word.replace(/r$/, ""),
    word.replace(/ier$/, "y"),
    word.replace(/(.)\1er$/, "$1"),
  ];
  return {
    isThing: (word) =>
      !/^(?:ones?|face|head)$/.test(word) &&
      (["growth", "part", "mark", "thing"].some((kind) => kindsIn(word).has(kind as "part")) ||
        COLORED.test(placeOf(word) ?? "")),
    isColor: (word) => kindsIn(word).has("color"),
    isNoun: (word) => ["place", "growth", "part", "mark"].some((kind) => kindsIn(word).has(kind as "part")),
    describes: (word) =>
      /^(?:darker|lighter|paler|brighter|shorter|longer)$/.test(word) ||
      (!["place", "growth", "part", "mark", "person", "feature"].some((kind) => kindsIn(word).has(kind as "part")) &&
        baseOf(word).some(
          (base) =>
            ["color", "size"].some((kind) => kindsIn(base).has(kind as "size")) || vocabulary.modifiers.has(base),
        ) &&
        !baseOf(word).some((base) => isOfPerson(vocabulary, base))),
  };
}

const COLORED = /^(?:hair|skin|eyes|lips|brows|beard)$/;

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

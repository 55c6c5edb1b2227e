import type { Meaning, Vocabulary } from "../vocabulary.ts";
import { stemOf, type Token } from "./tokens.ts";

/** A word that changes nothing. */
const NOTHING = "just";
const SIDE: Record<string, string> = { l: "left", lt: "left", r: "right", rt: "right" };
const SEX: Record<string, string> = { m: "male", f: "female" };
/** What lists of properties are headed with; what stands behind says enough. */
const LABELS =
  /^(?:sex|gender|race|species|class|role|job|occupation|profession|ethnicity|nationality|name|type|style|build|body|description|appearance|character|features?|looks?|details?|notes?|expression|mood|accessories|accessory|headgear|headwear|clothing|wears?)$/;
/** Given names that are colours or stones as well. */
const GIVEN = new Set(
  "hazel violet rose ruby olive amber ginger scarlet jade pearl coral ebony sandy rusty ivory ash jasper raven crystal iris jet".split(
    " ",
  ),
);
/** What is a statue where it is of stone or metal: "a marble portrait". */
const LIKENESS = /^(?:portrait|likeness|image)s?$/;
/** "whose head is completely shaved": what stands before "shaved", and what may not stand behind it. */
const SHORN_HEAD =
  /(?:^| )(?:head|scalp|skull)(?: (?:is|was|are|kept))?(?: (?:completely|entirely|fully|totally|all|cleanly|clean|freshly|smoothly))?$/;
const OF_HEAD = /\b(?:sides?|half|part|back|top) of\b/;
const PARTLY = /^(?:except|save|but|apart|at|on|along|around|above|over|half|sides?)\b/;
const STREAKED = /^(?:streaked|flecked|tinged|tipped|peppered|shot) (?:with|through)$/;
/** What is left around a bald crown. */
const ONLY_SIDES =
  /^(?:except|save|but|apart) (?:for |from )?(?:the |a |some |his |her )?(?:sides?|back|fringe|ring|rim|wreath|temples?)\b/;
const OWN = /^(?:his|her|its|their|my|your|the|half)$/;
/** "half of his face is chrome": what such halves are plated with. */
const METAL =
  /^(?:chrome|steel|silver|iron|copper|brass|bronze|gold|titanium|chromed|metallic|machine|robot|robotic|cybernetic|mechanical)$/;
const HALF_FACE = /^half (?:of )?(?:the |his |her |its |their )?(?:face|head) (?:is )?(?:made )?(?:of |in )?$/;
/** The longest phrase of the vocabulary's rewordings, in words. */
const MOST_WORDS = 5;

/**
 * Says in plainer words what notes and lists abbreviate: "L cheek", "M, 40", "hair: red", "eyes of colour green", "a hat instead of a crown".
 * Names of people are words that change nothing. Every word stays where it is in the text.
 */
export function reword(vocabulary: Vocabulary, tokens: readonly Token[]): Token[] {
  const out = [...tokens];
  const put = (at: number, norm: string) => {
    const { text, start, end, glued } = out[at];
    out[at] = { kind: "word", text, norm, stem: stemOf(norm), start, end, glued };
  };
  const meanings = (at: number): Meaning[] =>
    out[at]?.kind === "word" ? (vocabulary.phrases.get(out[at].stem) ?? []).map(({ meaning }) => meaning) : [];
  const isA = (at: number, ...kinds: Meaning["kind"][]) => meanings(at).some(({ kind }) => kinds.includes(kind));
  const norm = (at: number) => out[at]?.norm ?? "";
  const said = (from: number, count: number) => Array.from({ length: count }, (_, k) => norm(from + k)).join(" ");
  const isEdge = (at: number) => out[at] === undefined || out[at].kind !== "word";
  const names = namesIn(vocabulary, tokens);
  const { rewordings } = vocabulary.file;
  for (const [i, token] of tokens.entries()) {
    const lengths = Array.from({ length: MOST_WORDS }, (_, k) => MOST_WORDS - k);
    const phrase = lengths.map((count) => said(i, count)).find((words) => Object.hasOwn(rewordings, words));
    const plainer = phrase && rewordings[phrase].split(" ");
    const isLittle = /^(?:little|bit|touch|tad)$/.test(token.norm) && norm(i - 1) === "a";
    if (names.has(token.text)) put(i, NOTHING);
    else if (isLittle && (isEdge(i + 1) || /(?:.er|more|less)$/.test(norm(i + 1)))) put(i, "slightly");
    else if (plainer) {
      for (const [k, word] of plainer.entries()) if (word !== norm(i + k)) put(i + k, word === "_" ? NOTHING : word);
    }
    // "streaked with grey"
    else if (STREAKED.test(said(i, 2)) && isA(i - 1, "place", "growth")) {
      put(i, NOTHING);
      put(i + 1, NOTHING);
    } else if (/^(?:bald|hairless)$/.test(token.norm) && ONLY_SIDES.test(said(i + 1, 5))) put(i, "balding");
    // "A hat that shades his eyes" is no sunglasses.
    else if (/^(?:that|which)$/.test(norm(i - 1)) && OWN.test(norm(i + 1)) && isA(i, "part")) put(i, NOTHING);
    // "A tricorne shades the face": whatever shades a place does so, and is no glasses.
    else if (token.norm === "shades" && OWN.test(norm(i + 1)) && isA(i + 2, "place")) put(i, NOTHING);
    else if (token.norm === "like" && token.glued && !isA(i - 1, "person")) put(i, NOTHING);
    // "leaf green", "coal black": the colour says enough.
    else if (isSpareSimile(vocabulary, token, tokens[i + 1]) && isA(i + 1, "color") && !isA(i, "person", "color"))
      put(i, NOTHING);
    // "a black and white beard", which is no photograph.
    else if (said(i, 3) === "black and white" && isA(i + 3, "place", "growth")) {
      put(i, "salt");
      put(i + 2, "pepper");
    } else if (
      /^shave[dn]$/.test(token.norm) &&
      SHORN_HEAD.test(said(i - 3, 3)) &&
      !OF_HEAD.test(said(i - 6, 6)) &&
      !PARTLY.test(norm(i + 1))
    )
      put(i, "bald");
    // "a face full of wrinkles" is not a full face.
    else if (said(i, 2) === "full of") {
      put(i, "with");
      put(i + 1, NOTHING);
    } else if (LIKENESS.test(token.norm) && isA(i - 1, "material")) put(i, "statue");
    else if (METAL.test(token.norm) && isHalfFace(i, norm)) put(i, "metal");
    // "a human blue eye", beside a robot's.
    else if (token.norm === "human" && norm(i - 1) !== "half" && isA(i + 1, "color", "place") && !isEdge(i - 1))
      put(i, NOTHING);
    else if (Object.hasOwn(SIDE, token.norm) && isA(i + 1, "place")) put(i, SIDE[token.norm]);
    else if (Object.hasOwn(SEX, token.norm) && isEdge(i - 1) && (isEdge(i + 1) || token.glued)) put(i, SEX[token.norm]);
    else if (LABELS.test(token.norm) && norm(i + 1) === ":") {
      put(i, NOTHING);
      put(i + 1, NOTHING);
    } else if (token.norm === ":" && isA(i - 1, "place", "growth")) put(i, "is");
    else if (/^[-–—]$/.test(token.norm) && isA(i - 1, "place", "growth") && isEdge(i - 2)) put(i, "is");
    else if (token.norm === "back" && /^(?:his|her|the|their|mid|lower)$/.test(norm(i - 1)) && !isA(i + 1, "place")) {
      // "hair down her back" hangs as low as in front.
      if (/^(?:down|to|over|past)$/.test(norm(i - 2))) put(i, "chest");
    } else if (token.norm === "coloured" && isA(i - 1, "color")) put(i, NOTHING);
    else if (token.norm === "colour") {
      const [first, last] = colourWords(i, norm, isA);
      for (let k = first; k <= last; k++) put(k, NOTHING);
    }
  }
  return out;
}

/** Whether a thing that something is compared with stands before what may be a colour, and no colour has the name of both. */
const isSpareSimile = ({ file, phrases }: Vocabulary, { norm, stem }: Token, next: Token | undefined): boolean =>
  next !== undefined && Object.hasOwn(file.similes, norm) && !phrases.has(`${stem} ${next.stem}`);

/** Whether half a face is named before a word, or after "half" before it. */
function isHalfFace(at: number, norm: (at: number) => string): boolean {
  if (norm(at - 1) === "half" && /^(?:face|head)$/.test(norm(at + 1))) return true;
  const lengths = [2, 3, 4, 5, 6, 7];
  return lengths.some((count) =>
    HALF_FACE.test(`${Array.from({ length: count }, (_, k) => norm(at - count + k)).join(" ")} `),
  );
}

/** "the colour of", "of colour", "colour" before or after a colour: they say no more than the colour itself. */
function colourWords(
  at: number,
  norm: (at: number) => string,
  isA: (at: number, ...kinds: Meaning["kind"][]) => boolean,
): [first: number, last: number] {
  const isThe = /^(?:the|a|same)$/.test(norm(at - 1));
  if (norm(at + 1) === "of") return [isThe ? at - 1 : at, at + 1];
  const before = isThe ? at - 2 : at - 1;
  if (/^(?:of|in)$/.test(norm(before))) return [before, at];
  const isSpare = isA(at + 1, "color") || isA(at - 1, "color") || (isA(at - 1, "place") && norm(at + 1) === ":");
  return isSpare ? [at, at] : [at, at - 1];
}

/** Capitalised words where a name is given: "named Rose", "this is Bob"; "Medusa" says who it is and stays. */
function namesIn({ phrases }: Vocabulary, tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  const isName = ({ kind, text, stem }: Token) =>
    kind === "word" &&
    /^\p{Lu}\p{Ll}/u.test(text) &&
    !(phrases.get(stem) ?? []).some(({ meaning }) => meaning.kind === "person");
  for (let i = 0; i < tokens.length; i++) {
    const [{ norm }, next] = [tokens[i], tokens[i + 1]?.norm];
    const isGiven = /^(?:named|called|meet)$/.test(norm) || (norm === "name" && next === ":");
    const isShown = /^(?:this|name)$/.test(norm) && next === "is";
    // "Hazel, a girl of 12".
    if (i === 0 && GIVEN.has(norm) && /^\p{Lu}\p{Ll}/u.test(tokens[0].text) && /^(?:,|is|has|wears)$/.test(next ?? ""))
      names.add(tokens[0].text);
    let at = isGiven ? (next === ":" ? i + 2 : i + 1) : isShown ? i + 2 : tokens.length;
    for (; at < tokens.length && isName(tokens[at]); at++) names.add(tokens[at].text);
  }
  return names;
}

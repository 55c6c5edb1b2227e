import type { Vocabulary } from "../vocabulary.ts";
import { isGrammar } from "./grammar.ts";
import { replaced } from "./substitute.ts";
import { stemOf, type Token } from "./tokens.ts";

/** Letters that a word must have before one of them, and before two of them, may be wrong. */
const ONE_WRONG = 4;
const TWO_WRONG = 8;

/** Reads words but names that the vocabulary does not have as the nearest that it has, where one letter or two are wrong. */
export function correctSpelling(vocabulary: Vocabulary, tokens: readonly Token[]): Token[] {
  const isPlain = tokens.filter(({ text }) => /^\p{Ll}/u.test(text)).length > tokens.length / 3;
  const isBegun = (token: Token) => /^[.!?:]?$/.test(tokens[tokens.indexOf(token) - 1]?.text ?? "");
  const isName = (token: Token) => isPlain && /^\p{Lu}\p{Ll}/u.test(token.text) && !isBegun(token);
  return tokens.flatMap((token) => {
    if (token.kind !== "word" || token.readAs) return [token];
    if (isEnglish(vocabulary, token.norm) || isName(token)) return [token];
    const parts = COMPOUND.exec(token.norm);
    if (parts && vocabulary.words.has(parts[1])) return split(token, parts[1].length);
    const near = writtenApart(vocabulary, token.norm) ?? nearestWord(vocabulary, token.norm);
    return near ? replaced(token, near) : [token];
  });
}

/** "redhaired", "blueeyed": two words, as if a hyphen joined them. */
const COMPOUND = /^(.{3,})(?:haired|headed|eyed|skinned|bearded|lipped|nosed|eared|cheeked|jawed|faced|browed)$/;

/** "catwoman", "bogeyman": what they are of. */
const KIN = /^(.{3,}?)(?:wom[ae]n|m[ae]n|girl|boy)s?$/;

/** Fewest letters of either word of two that are written as one. */
const LEAST_OF_TWO = 3;

/** "gasmask", "nosering": a phrase of two words that is listed. */
function writtenApart({ phrases }: Vocabulary, word: string): string | undefined {
  for (let at = LEAST_OF_TWO; at <= word.length - LEAST_OF_TWO; at++) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (phrases.has(`${stemOf(first)} ${stemOf(second)}`)) return `${first} ${second}`;
  }
  return undefined;
}

function split(token: Token, at: number): Token[] {
  const part = (from: number, to: number, glued: boolean): Token => {
    const norm = token.norm.slice(from, to);
    const [text, start, end] = [token.text.slice(from, to), token.start + from, token.start + to];
    return { ...token, norm, text, start, end, stem: stemOf(norm), glued };
  };
  return [part(0, at, token.glued), part(at, token.norm.length, true)];
}

function isEnglish({ words, longest, english, phrases }: Vocabulary, word: string): boolean {
  const isKnown = (form: string) => words.has(form) || longest.has(form) || english.has(form);
  // "fatter", "dwarfish": other forms of words that are there.
  const base = word.replace(/(?:er|est|ly|ish)$/, "");
  const forms = [base, `${base}e`, base.replace(/i$/, "y"), base.replace(/(.)\1$/, "$1")];
  const isForm = base !== word && base.length > 2 && forms.some((form) => words.has(form));
  // "lipped", "jawed": of what a head has.
  const isOfHead = (form: string) =>
    (phrases.get(form) ?? []).some(({ meaning }) => ["place", "growth", "part", "mark"].includes(meaning.kind));
  const noun = /^(.{2,})ed$/.exec(word)?.[1];
  const isAdjective = noun !== undefined && [noun, `${noun}e`, noun.replace(/(.)\1$/, "$1")].some(isOfHead);
  const kin = KIN.exec(word)?.[1];
  if (kin && isKnown(kin)) return true;
  return isGrammar(word) || isKnown(word) || isKnown(stemOf(word)) || isForm || isAdjective;
}

/** @returns undefined where none is near, or several are equally near and equally common. */
function nearestWord({ words }: Vocabulary, word: string): string | undefined {
  if (word.length < ONE_WRONG || !/^[a-z]+$/.test(word)) return undefined;
  const limit = word.length >= TWO_WRONG ? 2 : 1;
  let near: { known: string; distance: number; rank: number }[] = [];
  for (const [known, count] of words) {
    if (known.length < 3 || Math.abs(known.length - word.length) > limit) continue;
    const distance = editDistance(word, known, limit);
    // Nobody mistakes a word's first letter where others are as near; of those, words of many phrases are likelier.
    // It may be missing or swapped, not another: a giver is no diver. With two wrong letters it has to be right: a warchief is
    // no kerchief.
    const isAlike = known[0] === word[0];
    const isSlip = known.length !== word.length || known[1] === word[0];
    if (isAlike ? distance <= limit : distance <= 1 && isSlip)
      near.push({ known, distance, rank: count * (isAlike ? 10 : 1) });
  }
  const least = Math.min(...near.map(({ distance }) => distance));
  near = near.filter(({ distance }) => distance === least).sort((a, b) => b.rank - a.rank);
  const rival = near.find(({ known }) => stemOf(known) !== stemOf(near[0].known));
  return near.length > 0 && (!rival || near[0].rank > rival.rank) ? near[0].known : undefined;
}

/** Letters put in, left out, changed, or swapped with their neighbour (optimal string alignment), or more than `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  let [two, one] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = one[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(one[j] + 1, row[j - 1] + 1, change);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) row[j] = Math.min(row[j], two[j - 2] + 1);
    }
    if (Math.min(...row) > limit) return limit + 1;
    [two, one] = [one, row];
  }
  return one[b.length];
}

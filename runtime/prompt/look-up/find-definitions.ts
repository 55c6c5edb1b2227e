import { ARTICLES, isGrammar } from "../words/grammar.ts";
import type { Substitute } from "../words/substitute.ts";
import type { Token } from "../words/tokens.ts";
import { type Dictionary, findRuns, leadAt } from "./dictionary.ts";

/** Before an illness they say that nobody has it: "cured of measles", "a vaccine against mumps". */
const APART = /^(?:of|against|for|about|to|by|after|before|without|than)$/;
/** "suffering from measles", "covered with", "full of". */
const HAS = /^(?:suffering|suffers|sick|ill|down|face|full|case|bout|signs?)$/;

/**
 * Words whose definition tells what is seen: "measles" are a rash, a "crone" is an old woman. Nouns before other nouns are not what
 * somebody has or is: "a measles nurse".
 */
export function definitionsIn({ readAs }: Dictionary, tokens: readonly Token[], isOpen: (token: Token) => boolean) {
  return findRuns(readAs, tokens, isOpen).flatMap(({ from, to, key }): Substitute[] => {
    const { kind, as, gloss } = readAs[key];
    const next = tokens[to];
    const isEnd = next?.kind !== "word" || (isGrammar(next.norm) && !next.glued);
    if (kind !== "adjective" && !isEnd) return [];
    // "old and lovely" is nobody's name without an article.
    if (kind === "person" && !isBegun(tokens, from)) return [];
    const lead = leadAt(tokens, from);
    const isApart = APART.test(tokens[lead]?.norm ?? "") && !HAS.test(tokens[lead - 1]?.norm ?? "");
    if (kind === "noun" && isApart) return [];
    const source = `a dictionary on “${key}”: ${gloss}`;
    return [{ start: tokens[from].start, end: tokens[to - 1].end, words: as, source }];
  });
}

/** Behind an article or an adjective, or where a text begins. */
function isBegun(tokens: readonly Token[], from: number): boolean {
  const before = tokens[from - 1];
  return !before || ARTICLES.has(before.norm) || (before.kind === "word" && !isGrammar(before.norm));
}

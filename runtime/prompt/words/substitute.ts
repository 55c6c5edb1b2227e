import { stemOf, type Token } from "./tokens.ts";

/** Words to read in the place of others. */
export interface Substitute {
  /** Where those stand in the text: the first character, and one past the last. */
  start: number;
  end: number;
  words: string;
  /** Who says so, for the report. */
  source?: string;
}

/** Puts other words in the place of those that stand in a text; all of them report the ones that stand there. */
export function substitute(text: string, tokens: readonly Token[], substitutes: readonly Substitute[]): Token[] {
  const isIn = ({ start, end }: Substitute, token: Token) => start <= token.start && token.end <= end;
  return tokens.flatMap((token, i) => {
    const found = substitutes.find((one) => isIn(one, token));
    if (!found) return [token];
    if (tokens[i - 1] && isIn(found, tokens[i - 1])) return [];
    return replaced({ ...token, text: text.slice(token.start, found.end), end: found.end }, found.words, found.source);
  });
}

/** The same place in the text, other words. */
export function replaced(token: Token, words: string, source?: string): Token[] {
  return words.split(" ").map((norm, i) => ({
    ...token,
    norm,
    stem: stemOf(norm),
    glued: i > 0 ? false : token.glued,
    readAs: { words: i === 0 ? words : "", ...(source && { source }) },
  }));
}

import type { Vocabulary } from "../vocabulary.ts";
import { replaced } from "./substitute.ts";
import type { Token } from "./tokens.ts";

/** Reads everyday German and French words of an English prompt as the English ones, and says so. */
export function translate({ file }: Vocabulary, tokens: readonly Token[]): Token[] {
  const { alone, beside } = file.foreign;
  const has = (table: Record<string, string>, token: Token | undefined) =>
    token?.kind === "word" && !token.readAs && !token.glued && Object.hasOwn(table, token.norm);
  const isForeign = tokens.map((token) => has(alone, token));
  // "mit", "alter" and "hut" are English beside English words.
  for (const order of [tokens.keys(), [...tokens.keys()].reverse()])
    for (const i of order) isForeign[i] ||= has(beside, tokens[i]) && (isForeign[i - 1] || isForeign[i + 1]);
  return tokens.flatMap((token, i) => {
    if (!isForeign[i]) return [token];
    return replaced(token, (has(alone, token) ? alone : beside)[token.norm]);
  });
}

import type { Vocabulary } from "../vocabulary.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import type { Phrase } from "./phrase.ts";

/** Whether a word says that eyes are no usual ones: "glowing", "slit". */
export const isKindOfEye = (kinds: Readonly<Record<string, readonly string[]>>, { phrase }: Lexeme): boolean =>
  Object.values(kinds).some((words) => words.includes(phrase));

/** "a small mouth", whose lips may be painted. */
export const isLip = (head: Lexeme): boolean => /(?:^| )(?:mouth|lip)s?$/.test(head.phrase);

/** Whether adjectives can be said of a phrase's noun. */
export function takes({ combinations, file }: Vocabulary, { heads, mods }: Phrase, adjectives: Lexeme[]): boolean {
  const head = heads[0];
  const stem = head.tokens.at(-1)!.stem;
  const noun = combinations.get(stem) ?? combinations.get(head.phrase);
  const isColored = mods.some((lexeme) => meaningOf(lexeme, "color"));
  return adjectives.some((lexeme) => {
    if (noun?.some((other) => other.mods.includes(lexeme.tokens.at(-1)!.stem))) return true;
    // "his left eye is robotic"
    if (meaningOf(head, "place")?.name === "eyes" && isKindOfEye(file.eyeKinds, lexeme)) return true;
    if (lexeme.placement || lexeme.side) return true;
    const colorable =
      meaningOf(head, "growth") ??
      meaningOf(head, "part") ??
      meaningOf(head, "place") ??
      meaningOf(head, "thing") ??
      meaningOf(head, "mark");
    if (meaningOf(lexeme, "color")) return Boolean(colorable) && !isColored;
    return Boolean(meaningOf(lexeme, "size") ?? lexeme.percent) && Boolean(colorable);
  });
}

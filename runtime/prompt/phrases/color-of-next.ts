import { meaningOf } from "../words/lexemes.ts";
import type { Phrase } from "./phrase.ts";

/** Whether colours that stand alone are of the noun that follows: "goatee, red green and yellow beanie", "blue at the ends". */
export function isColorOfNext({ mods, lead, clause }: Phrase, before: Phrase | undefined, next: Phrase): boolean {
  const isFree = lead.preposition === undefined && !lead.copula;
  if (!isFree || next.heads.length === 0 || !mods.some((lexeme) => meaningOf(lexeme, "color"))) return false;
  const isListed =
    next.lead.conjunction === "and" &&
    next.clause === clause &&
    meaningOf(next.mods[0], "color") !== undefined &&
    (before === undefined || before.clause < clause) &&
    mods.every((lexeme) => meaningOf(lexeme, "color"));
  const isAtEnd =
    /^(?:at|on|in)$/.test(next.lead.preposition ?? "") && meaningOf(next.heads[0], "place")?.name === "tips";
  return isListed || (before !== undefined && isAtEnd);
}

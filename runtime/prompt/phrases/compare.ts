import type { Vocabulary } from "../vocabulary.ts";
import { type Lexeme, meaningOf, means } from "../words/lexemes.ts";
import { isPerson } from "./build.ts";
import { lexemesOf, type Phrase, phraseTokens } from "./phrase.ts";
import { takes } from "./takes.ts";

/**
 * "eyes like a cat", "hair like straw": as if it stood before the noun; "as a rake" behind an adjective goes with it and says
 * no more. @returns whether a phrase is such a comparison.
 */
export function compare(vocabulary: Vocabulary, phrase: Phrase, before: Phrase): boolean {
  const { lead, heads } = phrase;
  const said = lexemesOf(phrase).map((lexeme) => asColor(vocabulary, lexeme));
  const isOfHead = means(heads[0], "growth", "part");
  const isLike = lead.preposition === "like" || (lead.preposition === "of" && isOfColor(vocabulary, phrase, before));
  if (isLike && before.heads.length > 0 && !isPerson(before.heads[0])) {
    const last = said.at(-1)!;
    const isComplexion =
      meaningOf(before.heads[0], "place")?.name === "skin" && meaningOf(last, "material")?.entry.complexion;
    const isKindOfEye =
      meaningOf(before.heads[0], "place")?.name === "eyes" &&
      Object.values(vocabulary.file.eyeKinds).some((words) => words.includes(last.phrase));
    if (!isComplexion && !isKindOfEye && !takes(vocabulary, before, said)) return false;
    before.post.push(...said);
    before.lead.tokens.push(...lead.tokens);
    return true;
  }
  const isSimile = lead.conjunction === "as" && !lead.wears && !lead.does && lead.preposition === undefined;
  const isDescribed = before.post.length > 0 || before.heads.length === 0;
  if (!isSimile || !isDescribed || isOfHead || (heads.length > 0 && isPerson(heads[0]))) return false;
  before.lead.tokens.push(...lead.tokens, ...phraseTokens(phrase));
  return true;
}

/** "hair of flames" */
const isOfColor = (vocabulary: Vocabulary, phrase: Phrase, before: Phrase) =>
  (meaningOf(before.heads[0], "growth") ?? meaningOf(before.heads[0], "place")?.name === "hair") &&
  lexemesOf(phrase).some((lexeme) => meaningOf(asColor(vocabulary, lexeme), "color"));

/** "coal" is black, and only so where something is compared with it. */
export function asColor({ file, phrases }: Vocabulary, lexeme: Lexeme): Lexeme {
  const name = Object.hasOwn(file.similes, lexeme.phrase) ? file.similes[lexeme.phrase] : undefined;
  const color = name === undefined ? undefined : phrases.get(name)?.find(({ meaning }) => meaning.kind === "color");
  return color ? { ...lexeme, meanings: [color.meaning, ...lexeme.meanings] } : lexeme;
}

/** "his beard in two braids". */
export const isPlaited = ({ lead, heads }: Phrase, before: Phrase) =>
  (lead.preposition === "in" || lead.preposition === "into") &&
  meaningOf(before.heads[0], "growth")?.of === "beard" &&
  /^(?:braid|plait)$/.test(heads[0]?.tokens.at(-1)?.stem ?? "");

export function braid(phrase: Phrase, before: Phrase): void {
  const [head] = phrase.heads;
  before.post.push({ ...head, tokens: head.tokens.slice(-1), phrase: "braided", meanings: [{ kind: "undrawn" }] });
  before.lead.tokens.push(...phrase.lead.tokens, ...phraseTokens(phrase));
}

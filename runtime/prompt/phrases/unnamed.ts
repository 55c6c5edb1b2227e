import type { Vocabulary } from "../vocabulary.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { isPerson } from "./build.ts";
import { newLead, newPhrase, type Phrase } from "./phrase.ts";

/**
 * People by words that nobody listed: "a weathered glassblower in his sixties". Where no other person is spoken of, the first
 * unknown noun that is nobody's and nowhere is taken for one, and keeps all that is said of it; of others, what only people
 * are is said of the person all the same.
 */
export function nameUnnamed({ file }: Vocabulary, phrases: readonly Phrase[]): Phrase[] {
  let isOpen = !phrases.some(({ heads }) => heads.length > 0 && isPerson(heads[0]));
  return phrases.flatMap((phrase) => {
    const { heads, lead, mods, post } = phrase;
    const isBare = [undefined, "of", "as"].includes(lead.preposition);
    const isNameless = heads.length === 1 && heads[0].unknown !== undefined && isBare && !phrase.of && !phrase.at;
    if (!isNameless || lead.does || lead.wears || lead.negated) {
      if (lead.preposition === undefined && heads.length > 0) isOpen = false;
      return [phrase];
    }
    const isNamed = (lexeme: Lexeme) => isPerson(lexeme) && !lexeme.trade;
    const isOfPeople = (lexeme: Lexeme) => {
      const color = meaningOf(lexeme, "color");
      const isComplexion = isOpen && color && file.colors[color.name].complexion && mods.at(-1) === lexeme;
      return (
        isComplexion || lexeme.age !== undefined || lexeme.adjectival || meaningOf(lexeme, "trait") || isNamed(lexeme)
      );
    };
    const around = [...mods, ...post];
    // "pink-haired": with the words that are the adjective's own.
    const isOwn = (lexeme: Lexeme, i: number): boolean => {
      const next = around[i + 1];
      const isItsOwn =
        next?.adjectival && (next.tokens[0].glued || meaningOf(lexeme, "color") || meaningOf(lexeme, "size"));
      return Boolean(isOfPeople(lexeme) || isItsOwn);
    };
    const own = around.filter(isOwn);
    if (own.length === 0) return [phrase];
    const people = own.filter(isNamed);
    const rest = own.filter((lexeme) => !people.includes(lexeme));
    const person = { ...newPhrase({ ...newLead(), tokens: lead.tokens }, phrase.clause), mods: rest, heads: people };
    const isLeft = (lexeme: Lexeme) => !own.includes(lexeme);
    isOpen = false;
    return [person, { ...phrase, lead: newLead(), mods: mods.filter(isLeft), post: post.filter(isLeft) }];
  });
}

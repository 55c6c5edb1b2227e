import { newLead, newPhrase, type Phrase } from "../phrases/phrase.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { stemOf } from "../words/tokens.ts";
import { degreeBefore } from "./combine.ts";
import { type Draft, type Item, join, STRENGTH, tell } from "./draft.ts";
import { applyEntry } from "./entries.ts";

/** An adjective of a person, or one that nothing else has taken. */
export function readAdjective(draft: Draft, phrase: Phrase, lexeme: Lexeme, said: Lexeme[], main?: Item): void {
  const { negated } = phrase.lead;
  const trait = meaningOf(lexeme, "trait");
  const denied = negated || said[said.indexOf(lexeme) - 1]?.degree === 0;
  if (lexeme.age !== undefined) {
    const item = tell(draft, "used", [lexeme], ["who.age"]);
    draft.ages.push({ years: lexeme.age, rank: 3, item });
    return;
  }
  if (trait) {
    const { entry } = trait;
    if (denied) {
      const item = tell(draft, "used", [lexeme], [], `not ${lexeme.phrase}`);
      if (entry.none?.includes("hair")) draft.hair.push({ style: "any", plain: true, item, words: 1 });
      if (entry.sex?.male === 1) draft.sexes.push({ sex: { female: 1 }, strength: STRENGTH.said, item });
      if (entry.sex?.female === 1) draft.sexes.push({ sex: { male: 1 }, strength: STRENGTH.said, item });
      return;
    }
    if (entry.undrawn) {
      tell(draft, "known", [lexeme]);
      draft.look.rest.extra.push(lexeme.phrase);
      return;
    }
    const item = tell(draft, "used", [lexeme]);
    const degree = degreeBefore(said, lexeme);
    const before = said[said.indexOf(lexeme) - 1];
    if (before && before.degree !== undefined && before.meanings.length === 0) join(item, [before]);
    if (lexeme.comparative) draft.relative.push({ entry, degree, item });
    else applyEntry(draft, entry, item, degree);
    if (entry.wears ?? entry.grows) {
      const words = (entry.wears ?? entry.grows)!;
      const found = draft.vocabulary.phrases.get(words.split(" ").map(stemOf).join(" "));
      const noun: Lexeme = {
        tokens: lexeme.tokens,
        phrase: words,
        meanings: (found ?? []).map(({ meaning }) => meaning),
      };
      draft.items.pop();
      draft.pending.push({ ...newPhrase(newLead(), 0), heads: [noun] });
    }
    return;
  }
  if (lexeme.unknown) {
    tell(draft, "unknown", [lexeme]);
    draft.look.rest.extra.push(lexeme.tokens.map(({ text }) => text).join(" "));
    return;
  }
  if (lexeme.number !== undefined && lexeme.number > 1 && phrase.heads.length > 0) {
    tell(draft, "known", [lexeme], [], "one head is made");
    return;
  }
  if (lexeme.meanings.some(({ kind }) => kind === "style")) {
    tell(draft, "known", [lexeme], [], "style, for the diffusion model");
    draft.look.rest.style.push(lexeme.phrase);
    return;
  }
  if (lexeme.meanings.length === 0 && main) {
    join(main, [lexeme]);
    return;
  }
  const state = lexeme.number === 1 || (lexeme.degree !== undefined && lexeme.meanings.length === 0) ? "used" : "known";
  tell(draft, state, [lexeme]);
  if (state === "known") draft.look.rest.extra.push(lexeme.phrase);
}

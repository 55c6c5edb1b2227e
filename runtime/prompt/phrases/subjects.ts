import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { isPerson } from "./build.ts";
import type { Phrase } from "./phrase.ts";

/** Of nouns for people, or adjectives that stand alone. */
export const isOfPeople = ({ heads }: Phrase) => heads.length === 0 || isPerson(heads[0]);

/** Phrases that say who is made: what a creature is decides what colours mean, so that they are read first. */
export function subjectsOf(phrases: readonly Phrase[], others: ReadonlySet<Phrase>): Phrase[] {
  const isPeople = (phrase: Phrase) => !others.has(phrase) && isOfPeople(phrase);
  const subjects = phrases.filter((phrase) => isPeople(phrase) && !isElsewhere(phrase));
  if (!subjects.some(({ heads }) => heads.length > 0)) {
    // "a head for a football coach", "looks like a pirate": nobody else is spoken of.
    const named = phrases.find((phrase, i) => phrase.heads.length > 0 && isPeople(phrase) && isModel(phrase, i === 0));
    if (named) subjects.push(named);
  }
  return [...subjects, ...phrases.filter((phrase, i) => isPeople(phrase) && isLikened(phrase, phrases[i - 1]))];
}

/** "like a lion", "holding a baby", "friend of a king": spoken of, and not who is made. */
function isElsewhere({ lead, heads }: Phrase): boolean {
  if (heads.length === 0) return lead.does;
  // "her father's hat"
  const isOwner = /['’]s$/.test(heads.at(-1)!.tokens.at(-1)!.text);
  if (lead.does || (isOwner && (lead.wears || lead.owned))) return true;
  const { preposition } = lead;
  return preposition !== undefined && !["of", "in", "as"].includes(preposition);
}

/** Whom a head is of, or like. "Red eyes like a vampire" are eyes. */
const isModel = ({ lead, heads }: Phrase, isFirst: boolean) =>
  !lead.does &&
  !lead.negated &&
  !isAnimal(heads[0]) &&
  (["from", "for"].includes(lead.preposition ?? "") || (lead.preposition === "like" && (lead.copula || isFirst)));
/** "a man like a pirate", "who looks like Santa". */
const isLikened = ({ lead, heads }: Phrase, before: Phrase | undefined) =>
  lead.preposition === "like" &&
  !lead.does &&
  !lead.negated &&
  heads.length > 0 &&
  !isAnimal(heads[0]) &&
  !heads[0].trade &&
  meaningOf(heads[0], "person")?.of !== "people" &&
  before !== undefined &&
  before.post.length === 0 &&
  before.heads.length > 0 &&
  isPerson(before.heads[0]);
const isAnimal = (head: Lexeme) => meaningOf(head, "person")?.entry.animal === true;

/** People beside the first, and what is said after them: one head is made. @param notes takes what the report says of it. */
export function othersIn(phrases: readonly Phrase[], notes: string[]): Set<Phrase> {
  const out = new Set<Phrase>();
  const plural = phrases.find(({ heads, mods }) => {
    const isMany = heads.some(
      (head) =>
        isPerson(head) &&
        /^(?:men|women|children|kids|boys|girls|people|twins|sisters|brothers|siblings|ladies|babies|guys|persons|heads)$/.test(
          head.tokens.at(-1)!.norm,
        ),
    );
    const count = mods.find(({ number }) => number !== undefined && number > 1);
    const isHead = heads.some((head) => /^(?:heads|faces)$/.test(head.tokens.at(-1)!.norm) || isPerson(head));
    return isMany || (count !== undefined && isHead);
  });
  if (plural) notes.push("more than one head was asked for: one is made");
  let first: number | undefined;
  for (const [i, phrase] of phrases.entries()) {
    const { heads, lead } = phrase;
    if (heads.length === 0 || !isPerson(heads[0])) continue;
    if (first === undefined) {
      first = i;
      continue;
    }
    const isApart =
      lead.conjunction === "and" && (lead.expects || !phrases[i - 1] || isPerson(phrases[i - 1].heads[0] ?? heads[0]));
    const isBeside =
      ["with", "beside", "near", "behind", "by", "between"].includes(lead.preposition ?? "") &&
      !meaningOf(heads[0], "trait");
    if ((!isApart && !isBeside) || heads.some(isAnimal)) continue;
    notes.push("more than one head was asked for: the first is made");
    for (const other of phrases.slice(i)) out.add(other);
    break;
  }
  return out;
}

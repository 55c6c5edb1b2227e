import { MOVES } from "../words/grammar.ts";
import { type Lexeme, meaningOf, means } from "../words/lexemes.ts";
import type { Token } from "../words/tokens.ts";
import { type Lead, newLead, newPhrase, type Phrase } from "./phrase.ts";

export interface Built {
  phrases: Phrase[];
  /** Words after the last phrase, and words that only tell the sex: pronouns. */
  trailing: Token[];
  /** Verbs and adverbs that nothing is known of. */
  strays: { lexeme: Lexeme; clause: number }[];
  /** Sexes that pronouns tell. */
  pronouns: ("male" | "female")[];
}

/** Nouns whose kind says that a person is meant. */
export const isPerson = (lexeme: Lexeme) => means(lexeme, "person");
const HEADS = ["person", "feature", "growth", "part", "mark", "undrawnMark", "place", "thing", "style"] as const;
/** Of the head, and part of it: a person after it begins a phrase of its own. */
const OWN = ["growth", "part", "mark", "undrawnMark", "feature"] as const;

const isOfHead = ({ heads }: Phrase) => heads.length === 1 && means(heads[0], ...OWN, "place");

const WHOLE = /^(?:all|entirely|completely|totally)$/;

/** Groups lexemes into phrases: every noun takes what stands before it, up to the word that holds phrases together. */
export function buildPhrases(lexemes: readonly Lexeme[]): Built {
  const built: Built = { phrases: [], trailing: [], strays: [], pronouns: [] };
  let lead = newLead();
  let current: Phrase | undefined;
  let clause = 0;
  const close = () => {
    if (current) built.phrases.push(current);
    current = undefined;
  };
  for (let i = 0; i < lexemes.length; i++) {
    const lexeme = lexemes[i];
    // "hair in her face" says whose as well.
    for (const { norm } of lexeme.role ? [] : lexeme.tokens) tellSex(built, norm);
    // "with copper plating"
    const ends = (lexemes[i + 1]?.role ?? "stop") === "stop" || lexemes[i + 1]?.role === "and";
    if (lexeme.unknown === "verb" && current && current.heads.length === 0 && current.mods.length > 0 && ends)
      lexeme.unknown = "noun";
    const isAction = lexeme.role === "does" || (lexeme.unknown === "verb" && lexeme.role === undefined);
    const asAdjective = isAction && current !== undefined && current.heads.length === 0;
    const goesOn = lexemes[i + 1] !== undefined && lexemes[i + 1].role === undefined;
    // "winning smile": a verb that is not listed, where a stretch begins.
    const opens = isAction && !lexeme.role && !current && (lexemes[i - 1]?.role ?? "stop") === "stop";
    if (opens && lexemes[i + 1] && means(lexemes[i + 1], "person", "place", "growth", "feature", "part")) {
      current = newPhrase(lead, clause);
      lead = newLead();
      current.mods.push(lexeme);
      continue;
    }
    const isOfThing = current ? current.heads.length > 0 && !isPerson(current.heads[0]) : built.phrases.length > 0;
    if (isOfThing && MOVES.has(lexeme.phrase) && !lead.expects) {
      close();
      lead = { ...newLead(), tokens: [...lead.tokens, ...lexeme.tokens], preposition: "to", moves: true };
      continue;
    }
    const isOff = lexeme.phrase === "off" || (lexeme.phrase === "down" && current?.heads[0]?.phrase === "hood");
    if (isOff && ends && current && meaningOf(current.heads[0], "part")) {
      // "his helmet off", "hood down"
      current.lead.negated = true;
      current.lead.tokens.push(...lexeme.tokens);
      continue;
    }
    const named = current ?? built.phrases.at(-1);
    if (/^(?:none|nope)$/.test(lexeme.phrase) && ends && named && !named.lead.negated && isOfHead(named)) {
      // "beard: none", "glasses? none"
      named.lead.negated = true;
      named.lead.tokens.push(...lead.tokens, ...lexeme.tokens);
      lead = newLead();
      continue;
    }
    const startsNoun = isAction && !current && (lead.expects || (lead.preposition !== undefined && goesOn));
    if (lexeme.role && lexeme.role !== "filler" && !asAdjective && !startsNoun) {
      if (lexeme.role === "stop" || lexeme.role === "syntax") {
        close();
        clause++;
        lead = lexeme.role === "stop" ? carried(lead) : lead;
        lead.tokens.push(...lexeme.tokens);
        continue;
      }
      // "5 o'clock", "his and her": a word that holds together goes with what follows.
      close();
      takeRole(lead, lexeme, built);
      continue;
    }
    if (lexeme.role === "filler") {
      if (current) current.lead.tokens.push(...lexeme.tokens);
      else {
        lead.tokens.push(...lexeme.tokens);
        lead.whole ||= WHOLE.test(lexeme.phrase);
      }
      continue;
    }
    if (isAction && !asAdjective && !startsNoun) {
      close();
      built.strays.push({ lexeme, clause });
      lead.does = true;
      continue;
    }
    if (current && current.heads.length > 0 && /^(?:free|less)$/.test(lexeme.phrase) && lexeme.tokens[0].glued) {
      // "glasses-free"
      current.lead.negated = true;
      current.lead.tokens.push(...lexeme.tokens);
      close();
      continue;
    }
    current ??= newPhrase(lead, clause);
    if (current.lead === lead) lead = newLead();
    const next = lexemes[i + 1];
    if (!isNoun(lexeme, current, next)) {
      if (current.heads.length > 0) current.post.push(lexeme);
      else current.mods.push(lexeme);
      continue;
    }
    current = addNoun(built, current, lexeme);
  }
  close();
  built.trailing = lead.tokens;
  demoteTrades(built.phrases);
  return built;
}

/** A word that is for people by its ending alone is so where people are spoken of: at the beginning. */
function demoteTrades(phrases: Phrase[]): void {
  const isFirst = (phrase: Phrase) =>
    phrases.find(({ heads }) => heads.some(isPerson)) === phrase &&
    !phrase.lead.does &&
    [undefined, "of", "as"].includes(phrase.lead.preposition);
  for (const phrase of phrases) {
    // "elderly herbalist woman" is a woman in any case.
    const isNamed = phrase.heads.some((head) => isPerson(head) && !head.trade);
    if (!phrase.heads.some(({ trade }) => trade) || isNamed || isFirst(phrase)) continue;
    for (const head of phrase.heads) {
      if (!head.trade) continue;
      head.meanings = [];
      head.unknown = "noun";
    }
  }
}

/** After a comma a new phrase begins; a verb's object does not go on. */
function carried(lead: Lead): Lead {
  return { ...newLead(), tokens: lead.tokens };
}

function takeRole(lead: Lead, { role, tokens }: Lexeme, built: Built): void {
  const [{ norm }] = tokens;
  lead.tokens.push(...tokens);
  if (role === "article") lead.expects = true;
  else if (role === "not") lead.negated = true;
  else if (role === "preposition") lead.preposition = lead.moves ? norm : (lead.preposition ?? norm);
  else if (role === "copula") lead.copula = true;
  else if (role === "wears") lead.wears = true;
  else if (role === "does") lead.does = true;
  else if (role === "and") {
    lead.conjunction = norm;
    if (norm === "but") lead.negated = false;
  } else if (role === "owner" || role === "pronoun") {
    if (role === "owner") {
      lead.expects = norm !== "her" || lead.expects;
      lead.owned = true;
    }
    tellSex(built, norm);
  }
  if (lead.preposition === "with" && role === "preposition") lead.does = false;
  if (norm === "with" || role === "wears") lead.does = false;
}

function tellSex({ pronouns }: Built, norm: string): void {
  if (/^(?:he|his|him)$/.test(norm)) pronouns.push("male");
  else if (/^(?:she|hers?|herself)$/.test(norm)) pronouns.push("female");
}

function isNoun(lexeme: Lexeme, current: Phrase, next: Lexeme | undefined): boolean {
  if (lexeme.adjectival) return false;
  // "lantern-jawed", "owl-eyed"
  if (next?.adjectival && (next.tokens[0].glued || meaningOf(lexeme, "person")?.entry.animal)) return false;
  if (lexeme.unknown) return lexeme.unknown === "noun";
  // "her hair is blonde"
  if (current.lead.copula && !current.lead.expects && current.mods.length === 0 && meaningOf(lexeme, "color"))
    return false;
  if (!means(lexeme, ...HEADS)) return false;
  const goesOn = next !== undefined && !next.role;
  const isAlsoAdjective =
    meaningOf(lexeme, "color") ??
    meaningOf(lexeme, "trait") ??
    meaningOf(lexeme, "material") ??
    meaningOf(lexeme, "size") ??
    meaningOf(lexeme, "undrawn") ??
    lexeme.shade;
  if (!isAlsoAdjective) return true;
  // "a ginger kid", "light blue eyes"; but "a ginger", "soft light".
  return (
    !goesOn &&
    current.heads.length === 0 &&
    !(meaningOf(lexeme, "color") && current.mods.length === 0 && !current.lead.expects && !isPerson(lexeme))
  );
}

const isSamePlace = (head: Lexeme, noun: Lexeme) => {
  const name = meaningOf(head, "place")?.name;
  return name !== undefined && name === meaningOf(noun, "place")?.name;
};
const isCount = ({ side, number }: Lexeme) => side !== undefined || number !== undefined;

/** "one eye red one eye blue", "left eye green right eye brown": what is said of the first of two. */
function ownOf(post: readonly Lexeme[]): number {
  const side = post.findIndex(isCount);
  return side < 0 ? post.length : side;
}

/** Puts a noun behind what there is: as its head, beside another head, or as the head of a new phrase. */
function addNoun(built: Built, current: Phrase, noun: Lexeme): Phrase {
  const head = current.heads.at(-1);
  if (!head) {
    current.heads.push(noun);
    return current;
  }
  const split = () => {
    built.phrases.push(current);
    const begun = newPhrase(newLead(), current.clause);
    const kept = isSamePlace(head, noun) && current.mods.every(isCount) ? ownOf(current.post) : 0;
    begun.mods = current.post.slice(kept);
    current.post = current.post.slice(0, kept);
    // What was held or denied is so for the first noun alone.
    begun.heads.push(noun);
    return begun;
  };
  const compound = () => {
    current.mods.push(...current.heads, ...current.post);
    current.heads = [noun];
    current.post = [];
    return current;
  };
  if (current.post.length > 0) {
    // "hair long pink bow": adjectives between two nouns go with the second, unless the first one needs them.
    return split();
  }
  const person = meaningOf(head, "person");
  if (person && isPerson(noun)) {
    current.heads.push(noun);
    return current;
  }
  if (person) {
    const { preposition, does, wears } = current.lead;
    const isSubject = !does && !wears && [undefined, "of", "as"].includes(preposition);
    if (meaningOf(noun, "place")?.name === "head") {
      // "a zombie head", "an orc's face": of whom it is says more.
      current.isHead = true;
      current.lead.tokens.push(...noun.tokens);
      return current;
    }
    if (noun.unknown && isSubject && !head.trade) {
      // "a dwarf bridegroom": still a dwarf.
      current.post.push(noun);
      return current;
    }
    // "with a dad bod" is with nobody.
    if (noun.unknown && preposition === "with") return compound();
    const isPlain = person.of === "people" && !person.entry.statue;
    return isPlain ? split() : compound();
  }
  if (meaningOf(head, "place")) {
    if (isPerson(noun) || means(noun, "place")) return split();
    return compound();
  }
  if (means(head, ...OWN)) {
    if (means(noun, ...HEADS)) return split();
    // "a beanie thing": still a beanie.
    current.post.push(noun);
    return current;
  }
  if (meaningOf(head, "style") && isPerson(noun)) return split();
  return compound();
}

import type { Look } from "./look.ts";
import { type Draft, type Item, newDraft } from "./meaning/draft.ts";
import { readPerson } from "./meaning/people.ts";
import { settle } from "./meaning/settle.ts";
import { readThing } from "./meaning/things.ts";
import { attachPhrases } from "./phrases/attach.ts";
import { buildPhrases, isPerson } from "./phrases/build.ts";
import { lexemesOf, type Phrase } from "./phrases/phrase.ts";
import { nameUnnamed } from "./phrases/unnamed.ts";
import type { Report } from "./report.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { foreignLanguage } from "./words/grammar.ts";
import { findLexemes, type Lexeme, meaningOf } from "./words/lexemes.ts";
import { reword } from "./words/reword.ts";
import { correctSpelling } from "./words/spelling.ts";
import { type Substitute, substitute } from "./words/substitute.ts";
import { type Token, tokenize } from "./words/tokens.ts";
import { translate } from "./words/translate.ts";

export interface Reading {
  look: Look;
  report: Report;
}

/**
 * Reads a prompt by the vocabulary alone: text and seed in, a Look and what became of every word out. The same text and seed
 * always give the same Look.
 * @param individual names the person that a seed makes of this prompt: a key of random draws.
 * @param substitutes words to read in the place of those that stand there.
 */
export function readTables(
  vocabulary: Vocabulary,
  text: string,
  seed = 0,
  individual = 0,
  substitutes: readonly Substitute[] = [],
): Reading {
  const { draft, tokens } = readDraft(vocabulary, text, seed, substitutes);
  draft.look.individual = individual;
  settle(draft);
  return { look: draft.look, report: reportOf(draft, text, tokens) };
}

/** What a text says, before anything is chosen or made up. */
export function readDraft(
  vocabulary: Vocabulary,
  text: string,
  seed: number,
  substitutes: readonly Substitute[],
): { draft: Draft; tokens: Token[] } {
  const said = substitute(text, tokenize(text, vocabulary.file.spelling), substitutes);
  const translated = translate(vocabulary, said);
  const language = isTold(vocabulary, translated) ? undefined : languageOf(vocabulary, said);
  const isPartly = translated.filter(({ readAs }) => readAs?.words).length >= LEAST_TRANSLATED;
  const tokens = language && !isPartly ? said : correctSpelling(vocabulary, reword(vocabulary, translated));
  const draft = newDraft(vocabulary, seed);
  if (language) {
    const but = isPartly ? ", but for everyday words" : "";
    draft.notes.push(`this looks like ${language}: prompts are read in English${but}`);
  }
  if (language && !isPartly) {
    for (const token of tokens)
      if (token.kind === "word") draft.items.push({ tokens: [token], state: "unknown", sets: [] });
    draft.look.rest.extra.push(text.trim());
  } else readWords(draft, tokens);
  return { draft, tokens };
}

/** Words of another language that are worth reading though others are not known. */
const LEAST_TRANSLATED = 3;

function languageOf(vocabulary: Vocabulary, tokens: readonly Token[]): string | undefined {
  const words = tokens.filter(({ kind }) => kind === "word").map(({ norm }) => norm);
  return foreignLanguage(words, (word) => vocabulary.words.has(word));
}

/** Whether every word has been translated, or is known. */
const isTold = ({ words, phrases }: Vocabulary, tokens: readonly Token[]): boolean =>
  tokens.some(({ readAs }) => readAs) &&
  tokens.every(({ kind, norm, stem, readAs }) => kind !== "word" || readAs || words.has(norm) || phrases.has(stem));

function readWords(draft: Draft, tokens: Token[]): void {
  const lexemes = findLexemes(draft.vocabulary, tokens);
  const built = buildPhrases(lexemes);
  for (const sex of new Set(built.pronouns)) draft.sexes.push({ sex: { [sex]: 1 }, strength: 3 });
  const phrases = nameUnnamed(draft.vocabulary, attachPhrases(draft.vocabulary, built.phrases));
  const others = secondPeople(draft, phrases);
  // People first: what a creature is decides what its colours mean.
  const isPeople = (phrase: Phrase) => !others.has(phrase) && (phrase.heads.length === 0 || isPerson(phrase.heads[0]));
  const subjects = phrases.filter((phrase) => isPeople(phrase) && !isElsewhere(phrase));
  if (!subjects.some(({ heads }) => heads.length > 0)) {
    // "a head for a football coach", "looks like a pirate": nobody else is spoken of.
    const named = phrases.find((phrase, i) => phrase.heads.length > 0 && isPeople(phrase) && isModel(phrase, i === 0));
    if (named) subjects.push(named);
  }
  subjects.push(...phrases.filter((phrase, i) => isPeople(phrase) && isLikened(phrase, phrases[i - 1])));
  for (const phrase of subjects.filter(({ heads }) => heads.length > 0)) readPerson(draft, phrase);
  for (const phrase of subjects.filter(({ heads }) => heads.length === 0)) readPerson(draft, phrase);
  for (const phrase of phrases) {
    if (subjects.includes(phrase)) continue;
    if (others.has(phrase) || phrase.heads.length === 0 || isPerson(phrase.heads[0]))
      tellElsewhere(draft, phrase, others.has(phrase));
    else readThing(draft, phrase);
  }
  for (let phrase = draft.pending.shift(); phrase; phrase = draft.pending.shift()) readThing(draft, phrase);
  for (const { lexeme } of built.strays) {
    const state = lexeme.unknown ? "unknown" : "known";
    draft.items.push({ tokens: lexeme.tokens, state, sets: [] });
    draft.look.rest.extra.push(lexeme.phrase);
  }
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

/** People beside the first: one head is made. What is said after them is said of them. */
function secondPeople(draft: Draft, phrases: Phrase[]): Set<Phrase> {
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
  if (plural) draft.notes.push("more than one head was asked for: one is made");
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
    draft.notes.push("more than one head was asked for: the first is made");
    for (const other of phrases.slice(i)) out.add(other);
    break;
  }
  return out;
}

function tellElsewhere(draft: Draft, phrase: Phrase, isSecond: boolean): void {
  const said = [
    ...lexemesOf(phrase),
    ...(phrase.at ? lexemesOf(phrase.at) : []),
    ...(phrase.of ? lexemesOf(phrase.of) : []),
  ];
  const isKnown = said.some(({ meanings }) => meanings.length > 0);
  const note = isSecond ? "of another head; one is made" : "spoken of, not part of the head";
  draft.items.push({
    tokens: said.flatMap(({ tokens }) => tokens),
    state: isKnown ? "known" : "unknown",
    sets: [],
    note,
  });
  draft.look.rest.extra.push(said.map(({ phrase: words }: Lexeme) => words).join(" "));
}

/** Gives the little words to what they lead in, so that every word is in one item. */
export function reportOf({ items, notes }: Draft, text: string, tokens: Token[]): Report {
  // By places: several words may have been read in the place of one.
  const owner = new Map<number, Item>();
  for (const item of items) for (const { start } of item.tokens) if (!owner.has(start)) owner.set(start, item);
  const owns = (item: Item) => item.tokens.some(({ start }) => owner.get(start) === item);
  const kept = items.filter(owns);
  for (const item of items) {
    const [first] = item.tokens;
    if (!owns(item) && first) joinSaid(owner.get(first.start)!, item);
  }
  const own = new Map<Item, Token[]>(
    kept.map((item) => [item, item.tokens.filter(({ start }) => owner.get(start) === item)]),
  );
  const said = tokens.filter(({ kind }) => kind !== "stop");
  let last: Item | undefined;
  for (const [i, token] of said.entries()) {
    const item = owner.get(token.start);
    if (item) {
      last = item;
      continue;
    }
    const next = said.slice(i).find(({ start }) => owner.has(start));
    const to = next && owner.get(next.start);
    const taker = to ?? last;
    if (taker) {
      own.get(taker)!.push(token);
      owner.set(token.start, taker);
    } else {
      const lone: Item = { tokens: [token], state: "known", sets: [] };
      kept.push(lone);
      own.set(lone, [token]);
      owner.set(token.start, lone);
      last = lone;
    }
  }
  const list = kept.map((item) => {
    const content = [...item.tokens].sort((a, b) => a.start - b.start);
    const all = own.get(item)!.sort((a, b) => a.start - b.start);
    const words = spell(text, content);
    const { tokens: _, note, ...rest } = item;
    const sources = content.flatMap(({ readAs }) => readAs?.source ?? []);
    const notes = [...new Set([...(note ? [note] : []), ...(item.state === "used" ? sources : [])])];
    return {
      text: words,
      ranges: rangesOf(text, all),
      ...rest,
      ...readAsOf(words, content),
      ...(notes.length > 0 && { note: notes.join("; ") }),
    };
  });
  return { items: list.sort((a, b) => a.ranges[0][0] - b.ranges[0][0]), notes: [...new Set(notes)] };
}

/** What one place says twice, of "old woman" read in the place of "crone", is one item. */
function joinSaid(item: Item, { state, sets, tokens }: Item): void {
  if (!tokens.some(({ readAs }) => readAs)) return;
  item.sets = [...new Set([...item.sets, ...sets])];
  if (state === "used") item.state = "used";
}

function readAsOf(words: string, content: readonly Token[]): { readAs?: string } {
  const read = content.filter((token, i) => token.readAs || token.start !== content[i - 1]?.start);
  if (!read.some((token) => token.readAs)) return {};
  const readAs = read
    .map((token) => token.readAs?.words ?? token.text)
    .filter(Boolean)
    .join(" ");
  return readAs === words.toLowerCase().replace(/-/g, " ") ? {} : { readAs };
}

/** Consecutive words as they stand, others with a space between. */
function spell(text: string, tokens: Token[]): string {
  return rangesOf(text, tokens)
    .map(([from, to]) => text.slice(from, to))
    .join(" ");
}

function rangesOf(text: string, tokens: Token[]): [number, number][] {
  const out: [number, number][] = [];
  for (const { start, end } of tokens) {
    const last = out.at(-1);
    if (last && start === last[0]) continue;
    if (last && /^[\s\-‐‑–'’]*$/.test(text.slice(last[1], start))) last[1] = end;
    else out.push([start, end]);
  }
  return out;
}

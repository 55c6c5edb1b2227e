import type { Look } from "./look.ts";
import { type Draft, newDraft } from "./meaning/draft.ts";
import { readPerson } from "./meaning/people.ts";
import { settle } from "./meaning/settle.ts";
import { readThing } from "./meaning/things.ts";
import { attachPhrases } from "./phrases/attach.ts";
import { buildPhrases } from "./phrases/build.ts";
import { lexemesOf, type Phrase } from "./phrases/phrase.ts";
import { isOfPeople, othersIn, subjectsOf } from "./phrases/subjects.ts";
import { nameUnnamed } from "./phrases/unnamed.ts";
import type { Report } from "./report.ts";
import { reportOf } from "./report-of.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { foreignLanguage } from "./words/grammar.ts";
import { findLexemes, type Lexeme } from "./words/lexemes.ts";
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
    draft.notes.push(`this looks like ${language}: ${IN_ENGLISH}${but}`);
  }
  if (language && !isPartly) {
    for (const token of tokens)
      if (token.kind === "word") draft.items.push({ tokens: [token], state: "unknown", sets: [] });
    draft.look.rest.extra.push(text.trim());
  } else readWords(draft, tokens);
  return { draft, tokens };
}

/** What the report says of a prompt in another language. */
export const IN_ENGLISH = "prompts are read in English";

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
  const others = othersIn(phrases, draft.notes);
  const subjects = subjectsOf(phrases, others);
  for (const phrase of subjects.filter(({ heads }) => heads.length > 0)) readPerson(draft, phrase);
  for (const phrase of subjects.filter(({ heads }) => heads.length === 0)) readPerson(draft, phrase);
  for (const phrase of phrases) {
    if (subjects.includes(phrase)) continue;
    if (others.has(phrase) || isOfPeople(phrase)) tellElsewhere(draft, phrase, others.has(phrase));
    else readThing(draft, phrase);
  }
  for (let phrase = draft.pending.shift(); phrase; phrase = draft.pending.shift()) readThing(draft, phrase);
  for (const { lexeme } of built.strays) {
    const state = lexeme.unknown ? "unknown" : "known";
    draft.items.push({ tokens: lexeme.tokens, state, sets: [] });
    draft.look.rest.extra.push(lexeme.phrase);
  }
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

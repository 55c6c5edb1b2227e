import { diffLooks } from "../edit/diff-looks.ts";
import { COMPARISON, NO_PART } from "../meaning/things.ts";
import type { Reading } from "../read.ts";
import type { ReportItem } from "../report.ts";
import { type Vocabulary, withColors } from "../vocabulary.ts";
import { isGrammar } from "../words/grammar.ts";
import type { Substitute } from "../words/substitute.ts";
import { type Token, tokenize } from "../words/tokens.ts";
import type { Dictionary, Run } from "./dictionary.ts";
import { type ColorSubstitute, colorsIn } from "./find-colors.ts";
import { definitionsIn } from "./find-definitions.ts";

/** What a definition says, or a thing that is read as a colour. */
export type LookedUpWord = Substitute | ColorSubstitute;

/** What is read, with which words and what in the place of which. */
export interface LookedUp<R extends Reading> {
  reading: R;
  vocabulary: Vocabulary;
  substitutes: readonly Substitute[];
}

/** What of a text may be looked up, and how it is read again. */
export interface Reader<R extends Reading> {
  text: string;
  /** Whether the word that stands there is one that asks for something. */
  isAsked?: (start: number) => boolean;
  /** Whether a thing is what the whole head is or becomes. */
  isWhole: (run: Run, tokens: readonly Token[]) => boolean;
  again: (vocabulary: Vocabulary, substitutes: readonly LookedUpWord[]) => R;
}

/**
 * Looks up words that are not drawn as they stand: what a dictionary says is seen of them is read in their place, and things lend
 * their colours to hair, skin, eyes and lips. Nothing that listed words said is changed by it.
 * @param first by the tables. @returns the same where the dictionary says nothing.
 */
export function lookUp<R extends Reading>(
  vocabulary: Vocabulary,
  dictionary: Dictionary,
  first: R,
  { text, isAsked = () => true, isWhole, again }: Reader<R>,
): LookedUp<R> {
  const plain = { reading: first, vocabulary, substitutes: [] };
  const open = first.report.items.filter(isOpenItem);
  if (open.length === 0) return plain;
  const tokens = tokenize(text, vocabulary.file.spelling);
  const isOpen = ({ kind, norm, start }: Token) =>
    kind === "word" &&
    !isGrammar(norm) &&
    isAsked(start) &&
    open.some(({ ranges }) => ranges.some(([from, to]) => from <= start && start < to));
  const defined = definitionsIn(dictionary, tokens, isOpen);
  const isLeft = (token: Token) =>
    isOpen(token) && !defined.some(({ start, end }) => start <= token.start && token.start < end);
  const colored = colorsIn(vocabulary, dictionary, tokens, isLeft, (run) => isWhole(run, tokens));
  const all: LookedUpWord[] = [...defined, ...colored];
  if (all.length === 0) return plain;
  // With the colours of those things alone that are read as colours.
  const wordsFor = (some: readonly LookedUpWord[]) => {
    const used = some.flatMap((one) =>
      "color" in one && one.color ? [[one.color.name, one.color.tone] as const] : [],
    );
    return used.length > 0 ? withColors(vocabulary, Object.fromEntries(used)) : vocabulary;
  };
  const { reading, kept } = readWith(first, all, (substitutes) => again(wordsFor(substitutes), substitutes));
  return kept.length > 0 ? { reading, vocabulary: wordsFor(kept), substitutes: kept } : plain;
}

/**
 * Reads with other words in the place of those that stand there, as far as more is drawn by them and nothing that was said is another; one
 * that would take back what was said is left out alone.
 */
export function readWith<R extends Reading, S extends Substitute>(
  first: R,
  substitutes: readonly S[],
  again: (substitutes: readonly S[]) => R,
): { reading: R; kept: readonly S[] } {
  const attempt = (some: readonly S[]) => {
    const reading = again(some);
    return isBetter(first, reading) ? reading : undefined;
  };
  const whole = substitutes.length > 0 ? attempt(substitutes) : undefined;
  if (whole) return { reading: whole, kept: substitutes };
  const kept = substitutes.filter((one) => attempt([one]));
  const rest = kept.length > 0 ? attempt(kept) : undefined;
  return rest ? { reading: rest, kept } : { reading: first, kept: [] };
}

/** Unknown, or understood and not drawn for no reason but that nothing is known to draw. */
const isOpenItem = ({ state, note }: ReportItem) =>
  state !== "used" && (note === undefined || note === COMPARISON || note === NO_PART);

/** Whether more is drawn, and nothing that was said is another. */
function isBetter(first: Reading, next: Reading): boolean {
  if (lettersUsed(next) <= lettersUsed(first)) return false;
  const said = first.report.items.flatMap(({ state, sets }) => (state === "used" ? sets : []));
  return diffLooks(first.look, next.look).every(({ field, from, to }) => {
    if (from === undefined || field.startsWith("rest.")) return true;
    const isPiece = /^(?:parts|marks)\./.test(field);
    if (isPiece) return to !== undefined;
    // What says that hair is there says nothing of its colour.
    return !said.some((one) => field === one || (field.startsWith(`${one}.`) && !field.endsWith(".color")));
  });
}

const lettersUsed = ({ report }: Reading) =>
  report.items
    .filter(({ state }) => state === "used")
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, [from, to]) => sum + to - from, 0);

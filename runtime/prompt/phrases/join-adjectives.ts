import type { Vocabulary } from "../vocabulary.ts";
import { type Lexeme, meaningOf, means } from "../words/lexemes.ts";
import { isPerson } from "./build.ts";
import { isColorOfNext } from "./color-of-next.ts";
import type { Phrase } from "./phrase.ts";
import { isLip, takes } from "./takes.ts";

/** Adjectives without a noun, and what stands around them. */
interface Loose {
  vocabulary: Vocabulary;
  phrase: Phrase;
  /** What stands directly before them and behind them. */
  last: Phrase | undefined;
  next: Phrase | undefined;
  /** The noun before them that they may be said of. */
  before: Phrase | undefined;
  /** What has been joined so far. */
  out: Phrase[];
}

/** @returns whether the adjectives belong to another phrase, and have been joined to it. */
type Go = (loose: Loose) => boolean;

/** In their order: the first that fits counts. */
const GOES: readonly Go[] = [toSide, toColorsOfNext, toNounThatFollows, backToNoun, toNounThatTakes];

/** Adjectives without a noun go forward where one has to follow, and back to what they describe otherwise. */
export function joinAdjectives(vocabulary: Vocabulary, phrases: readonly Phrase[]): Phrase[] {
  const out: Phrase[] = [];
  for (const [i, phrase] of phrases.entries()) {
    const isLoose = noHead(phrase) && !phrase.lead.does;
    const before = isLoose ? out.findLast((other) => isDescribed(phrase, other)) : undefined;
    const loose = { vocabulary, phrase, last: phrases[i - 1], next: phrases[i + 1], before, out };
    if (!isLoose || !GOES.some((go) => go(loose))) out.push(phrase);
  }
  return out;
}

const noHead = ({ heads }: Phrase) => heads.length === 0;

/** Whether adjectives may be said of a noun before them; "dreadlocks down to his waist, grey ones": past where it is. */
function isDescribed({ clause }: Phrase, { heads, at, lead, clause: own }: Phrase): boolean {
  const isPlace = lead.preposition !== undefined && lead.preposition !== "with" && meaningOf(heads[0], "place");
  return heads.length > 0 && !at && !(own < clause && isPlace);
}

/** "an earring on the right", "tattoo on the right one". */
function toSide({ phrase, before, out }: Loose): boolean {
  const { lead, mods } = phrase;
  if (!before || lead.preposition !== "on" || !mods.every(({ side, placement }) => side ?? placement)) return false;
  const place = lead.tokens.some(({ norm }) => norm === "one") ? out.findLast(isWhere) : undefined;
  if (place) out.push({ ...phrase, heads: place.heads });
  else join(phrase, before);
  return true;
}

function toColorsOfNext({ phrase, before, next }: Loose): boolean {
  if (!next || !isColorOfNext(phrase, before, next)) return false;
  goForward(phrase, next);
  return true;
}

function toNounThatFollows(loose: Loose): boolean {
  const { phrase, next, before } = loose;
  if (!next || !isOpen(phrase, next) || !expectsNoun(loose) || isClosed(loose, next) || isOwn(phrase, next))
    return false;
  if (phrase.lead.negated && noHead(next)) return false;
  if (!before && isTrait(phrase) && isThing(next)) return false;
  goForward(phrase, next);
  return true;
}

function backToNoun({ vocabulary, phrase, before, out }: Loose): boolean {
  const { lead, mods } = phrase;
  const isFree = !lead.negated && !lead.whole && lead.preposition === undefined && !isTrait(phrase);
  if (!before || !isFree || isComplexionOf(vocabulary, phrase, before)) return false;
  if (!takes(vocabulary, before, mods) && !isOfStuff(phrase, before) && !isPainted(phrase, before)) return false;
  join(phrase, before);
  // "whose beard and hair are red": both.
  const first = out[out.indexOf(before) - 1];
  const isBoth = lead.copula && before.lead.conjunction === "and";
  if (isBoth && first && !noHead(first) && first.post.length === 0 && takes(vocabulary, first, mods))
    first.post.push(...mods);
  return true;
}

/** "eyes: gold", "his helmet is bronze": of that colour, and nobody is a statue. */
const isOfStuff = ({ lead, mods }: Phrase, { heads }: Phrase): boolean =>
  lead.copula &&
  mods.some((lexeme) => meaningOf(lexeme, "material")) &&
  (means(heads[0], "growth", "part") || /^(?:eyes|hair|brows|beard)$/.test(meaningOf(heads[0], "place")?.name ?? ""));

/** "whose small mouth is painted red" */
const isPainted = ({ lead, mods }: Phrase, { heads }: Phrase): boolean =>
  lead.copula && isLip(heads[0]) && mods.some((lexeme) => meaningOf(lexeme, "color"));

function toNounThatTakes(loose: Loose): boolean {
  const { vocabulary, phrase, next } = loose;
  if (!next || !isOpen(phrase, next) || !isThing(next) || isClosed(loose, next)) return false;
  if (isTrait(phrase) || phrase.lead.preposition !== undefined || !takes(vocabulary, next, phrase.mods)) return false;
  goForward(phrase, next);
  return true;
}

function join({ mods, lead }: Phrase, before: Phrase): void {
  before.post.push(...mods);
  before.lead.tokens.push(...lead.tokens);
}

function goForward({ mods, lead }: Phrase, next: Phrase): void {
  next.mods.unshift(...mods);
  next.lead = { ...lead, tokens: [...lead.tokens, ...next.lead.tokens] };
}

const isThing = ({ heads }: Phrase) => heads.length > 0 && !isPerson(heads[0]);

/** Whether what follows can go on for adjectives: nothing leads it in, and it is no further than behind a comma. */
function isOpen({ clause }: Phrase, { lead, clause: its }: Phrase): boolean {
  const isLed = lead.expects || lead.preposition || lead.negated || lead.wears || lead.copula || lead.does;
  return !isLed && its <= clause + 1;
}

/** Whether a noun has to follow: "a green …", "with green …", or there is none before. */
function expectsNoun({ phrase, before }: Loose): boolean {
  const { lead, mods } = phrase;
  // Nouns made of adjectives hold on their own: "blue-eyed", "made of gold".
  const standsAlone = mods.some((lexeme) => lexeme.adjectival);
  return (
    (lead.expects && lead.preposition !== "like") ||
    lead.preposition === "with" ||
    lead.wears ||
    (!before && !standsAlone)
  );
}

/** Whether a comma before what follows ends what is said in the adjectives. */
function isClosed({ vocabulary, phrase, last, before }: Loose, next: Phrase): boolean {
  const { lead, mods, clause } = phrase;
  if (next.clause <= clause) return false;
  // "scaly and green, dented helmet": a list that has been closed goes with nothing behind the comma.
  const isListed = lead.conjunction === "and" && last !== undefined && noHead(last) && last.clause === clause;
  const isOfStone = meaningOf(mods.at(-1), "material") && !meaningOf(mods.at(-1), "color");
  if (isListed || lead.whole || (isOfStone && lead.preposition === "with")) return true;
  if (isComplexionOf(vocabulary, phrase, next)) return true;
  // "sapphire, long white hair"; "tiny, hair in a bun": no list of adjectives goes on to a noun that has its own, or none.
  const isBare = !lead.expects && !lead.preposition && next.mods.length === 0 && before !== undefined;
  return isBare || (hasColor(phrase) && hasColor(next));
}

const hasColor = ({ mods }: Phrase) => mods.some((lexeme) => meaningOf(lexeme, "color"));

/** "with shaved head and orange robe": traits of the person, and not of what follows. */
function isOwn(phrase: Phrase, next: Phrase): boolean {
  if (!isTrait(phrase) || next.lead.conjunction !== "and") return false;
  return !meaningOf(next.heads[0], "place") || NAMES_HEAD.test(phrase.mods.at(-1)!.phrase);
}

const NAMES_HEAD = / (?:head|hair|face)$/;
const isWhere = ({ lead, heads }: Phrase) =>
  lead.preposition !== undefined && meaningOf(heads[0], "place") !== undefined;
const isTrait = ({ mods }: Phrase) => mods.every(isTraitOfPeople);

/** "a tricorn, pale": behind a comma words for skin are of the person, and of no hat or hair. */
function isComplexionOf({ file }: Vocabulary, { mods, lead, clause }: Phrase, before: Phrase): boolean {
  if (lead.copula || clause === before.clause) return false;
  const place = meaningOf(before.heads[0], "place")?.name;
  if (place === "skin" || place === "head") return false;
  return mods.every((lexeme) => {
    const color = meaningOf(lexeme, "color");
    return color !== undefined && file.colors[color.name].complexion && color.name !== "fair";
  });
}

const isTraitOfPeople = (lexeme: Lexeme) =>
  lexeme.adjectival ||
  lexeme.age !== undefined ||
  meaningOf(lexeme, "trait") !== undefined ||
  lexeme.number !== undefined ||
  (lexeme.degree !== undefined && lexeme.meanings.length === 0);

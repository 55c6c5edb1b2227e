import { reachOf } from "../meaning/reach.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { WHERE } from "../words/grammar.ts";
import { type Lexeme, meaningOf, means } from "../words/lexemes.ts";
import { isPerson } from "./build.ts";
import { isColorOfNext } from "./color-of-next.ts";
import { braid, compare, isPlaited } from "./compare.ts";
import { nameAdornment, nameLikenesses, nameMarks, nameObjects, repeatEyes, repeatMarks } from "./objects.ts";
import { type Phrase, phraseTokens } from "./phrase.ts";
import { takes } from "./takes.ts";

/**
 * Joins phrases that belong together: adjectives that stand apart with their noun, places and materials with what they are of;
 * and lets a negation reach as far as it does.
 */
export function attachPhrases(vocabulary: Vocabulary, phrases: Phrase[]): Phrase[] {
  spreadNegation(phrases);
  nameLikenesses(vocabulary, phrases);
  nameObjects(phrases);
  repeatEyes(vocabulary, phrases);
  nameMarks(vocabulary, phrases);
  repeatMarks(phrases);
  const whole = joinAdjectives(vocabulary, phrases);
  const out: Phrase[] = [];
  for (const phrase of whole) {
    const before = out.at(-1);
    nameAdornment(vocabulary, phrase);
    if (before && isPlaited(phrase, before)) braid(phrase, before);
    else if (!before || compare(vocabulary, phrase, before)) {
      if (!before) out.push(phrase);
    } else if (isMotif(phrase, before)) {
      before.post.push({ ...phrase.heads[0], meanings: [{ kind: "undrawn" }] });
      before.lead.tokens.push(...phrase.lead.tokens, ...phraseTokens(phrase));
    } else if (before.at && isPlaceWithin(phrase, before.at)) before.at = within(before.at, phrase);
    else if (before.at && isEndOf(phrase, before.at))
      before.at.lead.tokens.push(...phrase.lead.tokens, ...phraseTokens(phrase));
    else if (isPlaceOf(phrase, before) || isReachOf(phrase, before)) before.at = phrase;
    else if (isMaterialOf(phrase, before)) before.of = phrase;
    else out.push(phrase);
  }
  return out;
}

/** "from the left eyebrow to the chin" is where it begins; "the tip of his nose" is as good as the tip. */
const isEndOf = ({ lead, heads }: Phrase, at: Phrase) =>
  meaningOf(heads[0], "place") !== undefined &&
  ((lead.preposition === "to" && at.lead.preposition === "from") ||
    (lead.preposition === "of" && meaningOf(at.heads[0], "place")?.name === "tips"));

/** "the right side of the neck". */
function isPlaceWithin({ lead, heads }: Phrase, at: Phrase): boolean {
  const isSide = meaningOf(at.heads[0], "place")?.name === "sides";
  return isSide && lead.preposition === "of" && heads.length === 1 && meaningOf(heads[0], "place") !== undefined;
}

const within = (side: Phrase, place: Phrase): Phrase => ({
  ...place,
  mods: [...side.mods, ...place.mods],
  lead: { ...side.lead, tokens: [...side.lead.tokens, ...side.heads[0].tokens, ...place.lead.tokens] },
});

/** "without a hat, glasses or beard": through a list that "or" closes; "no hat and glasses": through bare nouns. */
function spreadNegation(phrases: Phrase[]): void {
  for (let i = 1; i < phrases.length; i++) {
    const [before, { lead, mods, heads }] = [phrases[i - 1], phrases[i]];
    if (!before.lead.negated || lead.negated) continue;
    const isFree = !lead.preposition && !lead.wears && !lead.copula;
    if (!isFree) continue;
    if (lead.conjunction === "or" || lead.conjunction === "nor") lead.negated = true;
    else if (lead.conjunction === "and") lead.negated = !lead.expects && mods.length === 0 && heads.length === 1;
    else if (!lead.conjunction && phrases[i].clause > before.clause && !lead.expects) {
      const end = phrases.findIndex(
        (other, k) => k > i && (other.lead.preposition !== undefined || other.lead.conjunction !== undefined),
      );
      const closing = end < 0 ? undefined : phrases[end].lead.conjunction;
      lead.negated = (closing === "or" || closing === "nor") && end - i <= 2;
    }
  }
}

const noHead = ({ heads }: Phrase) => heads.length === 0;
/** Nouns made of adjectives that hold on their own: "blue-eyed", "made of gold". */
const standsAlone = ({ mods }: Phrase) => mods.some((lexeme) => lexeme.adjectival);

/** Adjectives without a noun go forward where one has to follow, and back to what they describe otherwise. */
function joinAdjectives(vocabulary: Vocabulary, phrases: Phrase[]): Phrase[] {
  const out: Phrase[] = [];
  for (let i = 0; i < phrases.length; i++) {
    const phrase = phrases[i];
    if (!noHead(phrase) || phrase.lead.does) {
      out.push(phrase);
      continue;
    }
    const next = phrases[i + 1];
    // "dreadlocks down to his waist, grey ones": past where they are.
    const isPassed = ({ lead, heads, clause }: Phrase) =>
      clause < phrase.clause &&
      lead.preposition !== undefined &&
      lead.preposition !== "with" &&
      meaningOf(heads[0], "place");
    const before = out.findLast((other) => other.heads.length > 0 && !other.at && !isPassed(other));
    const { lead } = phrase;
    const opens =
      (lead.expects && lead.preposition !== "like") ||
      lead.preposition === "with" ||
      lead.wears ||
      (!before && !standsAlone(phrase));
    const joins =
      next &&
      !next.lead.expects &&
      !next.lead.preposition &&
      !next.lead.negated &&
      !next.lead.wears &&
      !next.lead.copula &&
      !next.lead.does;
    const isFar = next && next.clause > phrase.clause + 1;
    // "scaly and green, dented helmet": a list that has been closed goes with nothing behind the comma.
    const isListed = lead.conjunction === "and" && noHead(phrases[i - 1]) && phrases[i - 1].clause === phrase.clause;
    const isOfStone = meaningOf(phrase.mods.at(-1), "material") && !meaningOf(phrase.mods.at(-1), "color");
    const isDone =
      isListed ||
      lead.whole ||
      (isOfStone && lead.preposition === "with") ||
      (next && isComplexionOf(vocabulary, phrase, next));
    // "sapphire, long white hair"; "tiny, hair in a bun": no list of adjectives goes on to a noun that has its own, or none.
    const hasColor = ({ mods }: Phrase) => mods.some((lexeme) => meaningOf(lexeme, "color"));
    const isFull =
      next &&
      ((hasColor(phrase) && hasColor(next)) ||
        (!lead.expects && !lead.preposition && next.mods.length === 0 && before !== undefined));
    const isClosed = next !== undefined && next.clause > phrase.clause && (isDone || isFull);
    // "an earring on the right"
    if (before && lead.preposition === "on" && phrase.mods.every(({ side, placement }) => side ?? placement)) {
      // "tattoo on the right one"
      const place = lead.tokens.some(({ norm }) => norm === "one") ? out.findLast(isWhere) : undefined;
      if (place) {
        out.push({ ...phrase, heads: place.heads });
        continue;
      }
      before.post.push(...phrase.mods);
      before.lead.tokens.push(...lead.tokens);
      continue;
    }
    if (next && isColorOfNext(phrase, before, next)) {
      next.mods.unshift(...phrase.mods);
      next.lead = { ...lead, tokens: [...lead.tokens, ...next.lead.tokens] };
      continue;
    }
    const fits = next && joins && !isFar && next.heads.length > 0 && !isPerson(next.heads[0]);
    const isTrait = phrase.mods.every((lexeme) => isTraitOfPeople(lexeme));
    // "with shaved head and orange robe"
    const isOwn =
      isTrait &&
      next?.lead.conjunction === "and" &&
      (!meaningOf(next.heads[0], "place") || NAMES_HEAD.test(phrase.mods.at(-1)!.phrase));
    if (
      next &&
      joins &&
      !isFar &&
      !isClosed &&
      !isOwn &&
      !(lead.negated && noHead(next)) &&
      opens &&
      !(isTrait && before === undefined && next.heads.length > 0 && !isPerson(next.heads[0]))
    ) {
      next.mods.unshift(...phrase.mods);
      next.lead = { ...lead, tokens: [...lead.tokens, ...next.lead.tokens] };
      continue;
    }
    if (
      before &&
      !lead.negated &&
      !lead.whole &&
      lead.preposition === undefined &&
      !isTrait &&
      !isComplexionOf(vocabulary, phrase, before) &&
      takes(vocabulary, before, phrase.mods)
    ) {
      before.post.push(...phrase.mods);
      before.lead.tokens.push(...lead.tokens);
      // "whose beard and hair are red": both.
      const first = out[out.indexOf(before) - 1];
      if (
        lead.copula &&
        first?.post.length === 0 &&
        before.lead.conjunction === "and" &&
        takes(vocabulary, first, phrase.mods)
      ) {
        first.post.push(...phrase.mods);
      }
      continue;
    }
    if (fits && !isClosed && !isTrait && lead.preposition === undefined && takes(vocabulary, next, phrase.mods)) {
      next.mods.unshift(...phrase.mods);
      next.lead = { ...lead, tokens: [...lead.tokens, ...next.lead.tokens] };
      continue;
    }
    out.push(phrase);
  }
  return out;
}

const NAMES_HEAD = / (?:head|hair|face)$/;
const isWhere = ({ lead, heads }: Phrase) =>
  lead.preposition !== undefined && meaningOf(heads[0], "place") !== undefined;

/** "a tattoo of a spider": what it shows is nobody who is made. */
const isMotif = ({ lead, heads, mods }: Phrase, before: Phrase) =>
  lead.preposition === "of" &&
  heads.length > 0 &&
  mods.length === 0 &&
  !meaningOf(heads[0], "place") &&
  meaningOf(before.heads[0], "mark")?.entry.name === "tattoo";

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

/** "over the left eye", "around the head". */
function isPlaceOf({ lead, heads, clause }: Phrase, before: Phrase): boolean {
  const place = heads.length === 1 && meaningOf(heads[0], "place");
  const head = before.heads[0];
  if (!place || !head) return false;
  if (!lead.preposition || !WHERE.has(lead.preposition)) {
    // "scar left cheek", "a scar crossing his eye", "a scar from eye to chin"
    const part = meaningOf(head, "part")?.entry.kind ?? "";
    const isOn = means(head, "mark", "undrawnMark") || ["earrings", "piercing", "eyepatch", "bandage"].includes(part);
    const isBare = !lead.preposition && !lead.wears && !lead.copula && !lead.conjunction && !lead.negated;
    return (
      isOn &&
      clause === before.clause &&
      (isBare || lead.moves || lead.preposition === "from" || lead.preposition === "to")
    );
  }
  const hasPlace =
    meaningOf(head, "part") ??
    meaningOf(head, "mark") ??
    meaningOf(head, "undrawnMark") ??
    meaningOf(head, "growth") ??
    meaningOf(head, "feature") ??
    meaningOf(head, "thing") ??
    (head.unknown ? head : undefined);
  return hasPlace !== undefined;
}

/** "down to his belt": how far something grows. */
function isReachOf({ lead, heads }: Phrase, before: Phrase): boolean {
  const isTo = ["to", "down", "over", "past", "below"].includes(lead.preposition ?? "");
  const isHair = meaningOf(before.heads[0], "place")?.name === "hair";
  const of = isHair ? "hair" : meaningOf(before.heads[0], "growth")?.of;
  return isTo && heads.length === 1 && of !== undefined && reachOf(heads[0], of) !== undefined;
}

/** "earrings of gold", "a bust in white marble", "scales of green". */
function isMaterialOf({ lead, heads, mods }: Phrase, before: Phrase): boolean {
  if (!lead.preposition || !["of", "from", "in"].includes(lead.preposition) || before.heads.length === 0) return false;
  if (heads.length > 0) return false;
  const last = mods.at(-1);
  if (!last) return false;
  // "a head wrap in yellow"
  const isOf =
    lead.preposition === "of" || (lead.preposition === "in" && meaningOf(before.heads[0], "part") !== undefined);
  return meaningOf(last, "material") !== undefined || (isOf && meaningOf(last, "color") !== undefined);
}

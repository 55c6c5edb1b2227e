import { reachOf } from "../meaning/reach.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { WHERE } from "../words/grammar.ts";
import { meaningOf, means } from "../words/lexemes.ts";
import { braid, compare, isPlaited } from "./compare.ts";
import { joinAdjectives } from "./join-adjectives.ts";
import { nameAdornment, nameLikenesses, nameMarks, nameObjects, repeatEyes, repeatMarks } from "./objects.ts";
import { type Phrase, phraseTokens } from "./phrase.ts";

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
  const out: Phrase[] = [];
  for (const phrase of joinAdjectives(vocabulary, phrases)) {
    const before = out.at(-1);
    nameAdornment(vocabulary, phrase);
    if (!before || !JOINS.some((join) => join(phrase, before, vocabulary))) out.push(phrase);
  }
  return out;
}

/** @returns whether the phrase belongs to the one before it, and has been joined to it. */
type Join = (phrase: Phrase, before: Phrase, vocabulary: Vocabulary) => boolean;

/** In their order: the first that fits counts. */
const JOINS: readonly Join[] = [
  when(isPlaited, braid),
  (phrase, before, vocabulary) => compare(vocabulary, phrase, before),
  when(isMotif, (phrase, before) => {
    before.post.push({ ...phrase.heads[0], meanings: [{ kind: "undrawn" }] });
    tell(before, phrase);
  }),
  when(isPlaceWithin, (phrase, before) => {
    before.at = within(before.at!, phrase);
  }),
  when(isEndOf, (phrase, before) => tell(before.at!, phrase)),
  when(
    (phrase, before) => isPlaceOf(phrase, before) || isReachOf(phrase, before),
    (phrase, before) => {
      before.at = phrase;
    },
  ),
  when(isMaterialOf, (phrase, before) => {
    before.of = phrase;
  }),
];

function when(fits: (phrase: Phrase, before: Phrase) => boolean, join: (phrase: Phrase, before: Phrase) => void): Join {
  return (phrase, before) => {
    const isSo = fits(phrase, before);
    if (isSo) join(phrase, before);
    return isSo;
  };
}

/** The words of a phrase are told with another one's. */
const tell = ({ lead }: Phrase, phrase: Phrase) =>
  void lead.tokens.push(...phrase.lead.tokens, ...phraseTokens(phrase));

/** "from the left eyebrow to the chin" is where it begins; "the tip of his nose" is as good as the tip. */
function isEndOf({ lead, heads }: Phrase, { at }: Phrase): boolean {
  if (!at || !meaningOf(heads[0], "place")) return false;
  const isTip = lead.preposition === "of" && meaningOf(at.heads[0], "place")?.name === "tips";
  return isTip || (lead.preposition === "to" && at.lead.preposition === "from");
}

/** "the right side of the neck". */
function isPlaceWithin({ lead, heads }: Phrase, { at }: Phrase): boolean {
  const isSide = meaningOf(at?.heads[0], "place")?.name === "sides";
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

/** "a tattoo of a spider": what it shows is nobody who is made. */
function isMotif({ lead, heads, mods }: Phrase, before: Phrase): boolean {
  const isNoun = heads.length > 0 && mods.length === 0 && !meaningOf(heads[0], "place");
  return isNoun && lead.preposition === "of" && meaningOf(before.heads[0], "mark")?.entry.name === "tattoo";
}

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

import { reachOf } from "../meaning/reach.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { WHERE } from "../words/grammar.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { isPerson } from "./build.ts";
import type { Phrase } from "./phrase.ts";

/**
 * Joins phrases that belong together: adjectives that stand apart with their noun, places and materials with what they are of;
 * and lets a negation reach as far as it does.
 */
export function attachPhrases(vocabulary: Vocabulary, phrases: Phrase[]): Phrase[] {
  spreadNegation(phrases);
  const whole = joinAdjectives(vocabulary, phrases);
  const out: Phrase[] = [];
  for (const phrase of whole) {
    const before = out.at(-1);
    if (before && (isPlaceOf(phrase, before) || isReachOf(phrase, before))) before.at = phrase;
    else if (before && isMaterialOf(phrase, before)) before.of = phrase;
    else out.push(phrase);
  }
  return out;
}

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
    const before = out.findLast((other) => other.heads.length > 0 && !other.at);
    const { lead } = phrase;
    const opens = lead.expects || lead.preposition === "with" || lead.wears || (!before && !standsAlone(phrase));
    const joins =
      next &&
      !next.lead.expects &&
      !next.lead.preposition &&
      !next.lead.negated &&
      !next.lead.wears &&
      !next.lead.copula &&
      !next.lead.does;
    const isFar = next && next.clause > phrase.clause + 1;
    const fits = next && joins && !isFar && next.heads.length > 0 && !isPerson(next.heads[0]);
    const isTrait = phrase.mods.every((lexeme) => isTraitOfPeople(lexeme));
    if (
      next &&
      joins &&
      !isFar &&
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
      lead.preposition === undefined &&
      !isTrait &&
      takes(vocabulary, before, phrase.mods)
    ) {
      before.post.push(...phrase.mods);
      before.lead.tokens.push(...lead.tokens);
      // "whose beard and hair are red": both.
      const first = out[out.indexOf(before) - 1];
      if (lead.copula && first && before.lead.conjunction === "and" && takes(vocabulary, first, phrase.mods)) {
        first.post.push(...phrase.mods);
      }
      continue;
    }
    if (fits && !isTrait && lead.preposition === undefined && takes(vocabulary, next, phrase.mods)) {
      next.mods.unshift(...phrase.mods);
      next.lead = { ...lead, tokens: [...lead.tokens, ...next.lead.tokens] };
      continue;
    }
    out.push(phrase);
  }
  return out;
}

const isTraitOfPeople = (lexeme: Lexeme) =>
  lexeme.adjectival ||
  meaningOf(lexeme, "trait") !== undefined ||
  lexeme.number !== undefined ||
  (lexeme.degree !== undefined && lexeme.meanings.length === 0);

/** Whether adjectives can be said of a phrase's noun. */
function takes({ combinations }: Vocabulary, { heads, mods }: Phrase, adjectives: Lexeme[]): boolean {
  const head = heads[0];
  const stem = head.tokens.at(-1)!.stem;
  const noun = combinations.get(stem) ?? combinations.get(head.phrase);
  const isColored = mods.some((lexeme) => meaningOf(lexeme, "color"));
  return adjectives.some((lexeme) => {
    if (noun?.some((other) => other.mods.includes(lexeme.tokens.at(-1)!.stem))) return true;
    if (lexeme.placement || lexeme.side) return true;
    const colorable =
      meaningOf(head, "growth") ??
      meaningOf(head, "part") ??
      meaningOf(head, "place") ??
      meaningOf(head, "thing") ??
      meaningOf(head, "mark");
    if (meaningOf(lexeme, "color")) return Boolean(colorable) && !isColored;
    return Boolean(meaningOf(lexeme, "size") ?? lexeme.percent) && Boolean(colorable);
  });
}

/** "over the left eye", "around the head". */
function isPlaceOf({ lead, heads }: Phrase, before: Phrase): boolean {
  if (!lead.preposition || !WHERE.has(lead.preposition) || heads.length !== 1) return false;
  const place = meaningOf(heads[0], "place");
  if (!place) return false;
  const head = before.heads[0];
  if (!head) return false;
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
  const isTo = lead.preposition === "to" || lead.preposition === "down";
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
  return (
    meaningOf(last, "material") !== undefined || (lead.preposition === "of" && meaningOf(last, "color") !== undefined)
  );
}

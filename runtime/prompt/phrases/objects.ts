import { MARK_PLACES } from "../look-names.ts";
import { placeName } from "../meaning/open.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { WHERE } from "../words/grammar.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { isPerson } from "./build.ts";
import { asColor } from "./compare.ts";
import { lexemesOf, newLead, type Phrase } from "./phrase.ts";
import { isKindOfEye } from "./takes.ts";

/** Where only objects are, though nobody says whose the place is. */
const OBJECTS = new Set(["through", "in", "on", "behind"]);

/** "a bone through his nose": a material with an article that is somewhere on a head is an object, and nobody is made of it. */
export function nameObjects(phrases: readonly Phrase[]): void {
  for (const [i, phrase] of phrases.entries()) {
    const { lead, mods, heads } = phrase;
    const object = mods.at(-1);
    const place = phrases[i + 1];
    const isOf = lead.preposition === "of" || lead.preposition === "from";
    if (heads.length > 0 || !object || !meaningOf(object, "material") || !place?.lead.preposition || isOf) continue;
    // "ice in his beard", "bone through the nose"
    const isBare =
      lead.preposition === undefined &&
      mods.length === 1 &&
      (place.lead.owned ||
        place.lead.preposition === "through" ||
        (place.lead.expects && OBJECTS.has(place.lead.preposition))) &&
      place.lead.preposition !== "with";
    if (!lead.expects && lead.preposition !== "with" && !lead.wears && !isBare) continue;
    if (!WHERE.has(place.lead.preposition) || !meaningOf(place.heads[0], "place")) continue;
    phrase.heads = [{ ...object, meanings: [{ kind: "thing" }] }];
  }
}

/** "moss for a beard", "flames for hair": a beard or hair of that colour. */
export function nameLikenesses(vocabulary: Vocabulary, phrases: Phrase[]): void {
  for (let i = 1; i < phrases.length; i++) {
    const [of, to] = [phrases[i - 1], phrases[i]];
    if (to.lead.preposition !== "for") continue;
    const isGrown = meaningOf(to.heads[0], "growth") ?? meaningOf(to.heads[0], "place")?.name === "hair";
    const last = lexemesOf(of).at(-1);
    const color = last && asColor(vocabulary, last);
    if (!isGrown || of.heads.some(isPerson) || !meaningOf(color, "color")) continue;
    to.mods.unshift(color!);
    to.lead = { ...newLead(), tokens: [...of.lead.tokens, ...to.lead.tokens], negated: of.lead.negated };
    phrases.splice(i - 1, 1);
  }
}

/** "a tiara with blue stones" is of no stone. */
export function nameAdornment({ file }: Vocabulary, phrase: Phrase): void {
  const object = phrase.mods.at(-1);
  const color = meaningOf(object, "color");
  const { complexion, person } = color ? file.colors[color.name] : {};
  const isStone = meaningOf(object, "material") ?? (!complexion && !person && color);
  if (phrase.heads.length === 0 && phrase.lead.preposition === "with" && isStone)
    phrase.heads = [{ ...object!, meanings: [{ kind: "thing" }] }];
}

/** "one green eye and one brown", "eyes: left blue, right brown": the other eye. */
export function repeatEyes({ combinations, file }: Vocabulary, phrases: readonly Phrase[]): void {
  const isOfEyes = (lexeme: Lexeme) =>
    isKindOfEye(file.eyeKinds, lexeme) ||
    combinations.get("eye")?.some(({ mods }) => mods.length === 1 && mods[0] === lexeme.tokens.at(-1)!.stem);
  for (const [i, phrase] of phrases.entries()) {
    const before = phrases[i - 1];
    const isEye = before && meaningOf(before.heads[0], "place")?.name === "eyes";
    if (!isEye || phrase.heads.length > 0 || phrase.lead.negated) continue;
    const { mods, lead } = phrase;
    const isOther = mods.some(({ side }) => side) || lead.tokens.some(({ norm }) => norm === "one" || norm === "other");
    const said = mods.find((lexeme) => meaningOf(lexeme, "color")) ?? mods.find(isOfEyes);
    if (!isOther || !said) continue;
    const tokens = said.tokens.map((token) => ({ ...token, norm: "eye", stem: "eye" }));
    phrase.heads = [{ ...before.heads[0], tokens, phrase: "eye" }];
  }
}

const OTHER = new Set(["another", "one", "ones", "other", "others"]);

/** "a scar over the eye and another on the chin", "one on the right"; "freckles on nose and cheeks": the same mark once more, where that says. */
export function repeatMarks(phrases: Phrase[]): void {
  for (let i = 1; i < phrases.length; i++) {
    const { lead, mods, heads, post, clause } = phrases[i];
    const before = phrases[i - 1];
    const from = meaningOf(before.heads[0], "mark") ? before : phrases[i - 2];
    if (!from || !meaningOf(from.heads[0], "mark") || lead.negated || from.lead.negated) continue;
    // "one on the chin", not "over one eye".
    const at = lead.tokens.findIndex(({ norm }) => norm === lead.preposition);
    const other = lead.tokens.filter(({ norm }, k) => OTHER.has(norm) && (at < 0 || k < at));
    const isWhere = lead.preposition !== undefined && WHERE.has(lead.preposition);
    const isSide = mods.length > 0 && mods.every(({ side }) => side !== undefined);
    const isPlace = heads.length === 1 && bears(heads[0]);
    const isOther = other.length > 0 && isWhere && (isPlace || (heads.length === 0 && isSide && before !== from));
    const isListed =
      before !== from &&
      isPlace &&
      post.length === 0 &&
      (mods.length === 0 || isSide) &&
      (isWhere || lead.preposition === undefined) &&
      lead.conjunction === "and" &&
      !lead.copula &&
      !lead.wears &&
      !lead.does &&
      !lead.tokens.some(({ norm }) => norm === "a" || norm === "an") &&
      !phrases[i + 1]?.lead.copula;
    if (!isOther && !isListed) continue;
    const own = other.length > 0 ? other : lead.tokens.slice(0, 1);
    const repeated = (lexemes: readonly Lexeme[]) => lexemes.map((lexeme) => ({ ...lexeme, tokens: own }));
    const place = heads.length > 0 ? heads : repeated(before.heads);
    const again: Phrase = {
      lead: { ...newLead(), tokens: own, expects: true },
      mods: repeated(from.mods.filter((lexeme) => meaningOf(lexeme, "color"))),
      heads: repeated(from.heads),
      post: [],
      clause,
    };
    const there = { ...phrases[i], heads: place, lead: { ...lead, preposition: lead.preposition ?? "on" } };
    phrases.splice(i, 1, again, there);
    i++;
  }
}

/** A place that marks lie on. */
const bears = (lexeme: Lexeme) => (MARK_PLACES as readonly string[]).includes(placeName(lexeme) ?? "");

/** "burned on the left cheek": an adjective for a mark that is somewhere. */
export function nameMarks({ file }: Vocabulary, phrases: readonly Phrase[]): void {
  for (const [i, phrase] of phrases.entries()) {
    const place = phrases[i + 1];
    const said = phrase.mods.at(-1);
    const [name] = meaningOf(said, "trait")?.entry.marks ?? [];
    if (phrase.heads.length > 0 || !name || !place?.lead.preposition || !WHERE.has(place.lead.preposition)) continue;
    const entry = file.marks.find((mark) => mark.name === name);
    if (entry && meaningOf(place.heads[0], "place")) {
      phrase.heads = [{ ...said!, meanings: [{ kind: "mark", entry }] }];
      phrase.mods.pop();
    }
  }
}

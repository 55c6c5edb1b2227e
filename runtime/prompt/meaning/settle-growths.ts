import { toneOf } from "./colors.ts";
import { type Draft, type Grown, type Item, STRENGTH } from "./draft.ts";
import { HANGING } from "./reach.ts";
import { isCreature, isOpenPerson } from "./settle-sex.ts";
import { usualHair } from "./usual-hair.ts";

/** Hair that gives a style of its own, whatever else is said of its length. */
const TIED = new Set([
  "ponytail",
  "bun",
  "topknot",
  "braid",
  "pigtails",
  "dreadlocks",
  "box-braids",
  "cornrows",
  "half-shaved",
  "long-undercut",
  "mohawk",
  "afro",
]);
/** A queen's hair does not grow on these. */
const HAIRLESS = new Set("lizard man|dragonborn|robot|android|golem|gargoyle|skeleton|alien".split("|"));
const PARTIAL_BEARDS = new Set(["mutton-chops", "sideburns", "goatee"]);

/** The style that says most, or the usual one of those of whom none is said. */
export function settleHair(draft: Draft): void {
  const { look, none, person } = draft;
  const entries = person?.entries ?? [];
  const isHairless = HAIRLESS.has(look.who.creature ?? "");
  const gift = draft.gifts.find(({ entry }) => entry.hair && (!isHairless || entry.creature))?.entry.hair;
  const specific = draft.hair.filter(({ plain }) => !plain);
  const tied = specific.filter(({ style }) => TIED.has(style));
  const said =
    // "hair up in a high ponytail"
    tied.find(({ item }) => !item.tokens.some(({ stem }) => stem === "hair")) ??
    tied[0] ??
    specific.reduce<Grown | undefined>((best, one) => (!best || one.words > best.words ? one : best), undefined) ??
    draft.hair[0];
  let denied = none.get("hair");
  if (said && denied && isBald(denied) && said.item !== denied && !TIED.has(said.style)) {
    // "bald, with long blonde hair": what is left around a bald crown.
    const isLong = HANGING.hair.includes(said.style);
    said.style = "balding";
    draft.notes.push(
      `“${wordsOf(denied)}” and “${wordsOf(said.item)}”: the crown is bald, with hair around it${isLong ? ", drawn short" : ""}`,
    );
    denied = undefined;
  }
  if (denied && draft.hair.some(({ plain, color, item }) => (!plain || color) && item !== denied)) {
    draft.notes.push(
      `“${wordsOf(denied)}” and “${wordsOf(said!.item)}” contradict each other: the hair won, which says more`,
    );
    denied.note = `contradicted by “${wordsOf(said!.item)}”`;
    denied.sets = [];
    denied.state = "known";
    none.delete("hair");
    denied = undefined;
  }
  if (!denied) {
    let style = said && said.style !== "any" ? said.style : undefined;
    const isAsked = said !== undefined || draft.hairColor !== undefined;
    const isPeople = entries.some(({ creature, human, statue }) => !(creature && !human) && !statue);
    style ??= gift?.style;
    if (!style && (isAsked || (isOpenPerson(draft) && !person?.isBaby))) {
      const isSaid = draft.sexes.some(({ strength }) => strength === STRENGTH.said);
      if (isCreature(entries) && !isPeople && !isSaid) style = "short";
      else {
        style = usualHair(draft);
        look.chosen.push("hair.style");
      }
    }
    if (style) look.hair = { style };
    const color =
      draft.hair.find((one) => one.color)?.color ??
      (draft.hairColor && toneOf(draft.vocabulary, draft.hairColor.name, "hair"));
    if (look.hair && color) look.hair.color = color;
    const length = draft.hair.find((one) => one.length !== undefined)?.length;
    if (look.hair && length !== undefined) look.hair.length = length;
  }
}

/** Beards and moustaches that are asked for, and not denied as well. */
export function settleBeards(draft: Draft): void {
  const { look, none } = draft;
  for (const kind of ["beard", "moustache"] as const) {
    const list = kind === "beard" ? draft.beards : draft.moustaches;
    const plainly = none.get(kind);
    // "clean shaven but moustached": what is named grows all the same.
    const isGeneral = plainly !== undefined && none.get(kind === "beard" ? "moustache" : "beard") === plainly;
    // "no beard, but mutton chops"
    const isPartial = list.some(({ style }) => PARTIAL_BEARDS.has(style)) && plainly?.tokens.length === 1;
    const isNamed =
      isPartial || (isGeneral && list.some(({ style, plain }) => !plain || kind === "moustache" || style !== "full"));
    if (plainly && !isNamed) {
      if (list.length > 0) draft.notes.push(`a ${kind} was asked for and denied: it was left out`);
      continue;
    }
    const one = list.find(({ plain }) => !plain) ?? list[0];
    if (one) {
      look[kind] = { style: one.style };
      const color = list.find((other) => other.color)?.color;
      if (color) look[kind].color = color;
      if (one.length !== undefined) look[kind].length = one.length;
    }
  }
}

const wordsOf = ({ tokens }: Item): string =>
  [...tokens]
    .sort((a, b) => a.start - b.start)
    .map(({ text }) => text)
    .join(" ");

const isBald = ({ tokens }: Item) => tokens.some(({ norm }) => norm === "bald");

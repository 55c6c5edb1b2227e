import type { Growth, Look, Rgb } from "../look.ts";
import type { PartEntry, Vocabulary } from "../vocabulary.ts";
import { colorName, toneOf } from "./colors.ts";
import { addSet, type Draft, type Grown, type Item, STRENGTH } from "./draft.ts";
import { applyEntry } from "./entries.ts";
import { HANGING } from "./reach.ts";
import { ADULT, GROWN_UP, settleAge } from "./settle-age.ts";
import { isCreature, isOpenPerson, settleSex } from "./settle-sex.ts";
import { colorByChance, usualHair } from "./usual-hair.ts";

/** Morphs of which a head has one: full weights displace lesser ones, then the sum is brought to at most 1. */
const GROUPS = { ethnicity: ["african", "asian", "caucasian"], build: ["thin", "heavy"] } as const;
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
/** Makes a Look of everything that was understood: what won, what characters bring along, what the seed chooses. */
export function settle(draft: Draft): void {
  const { look, vocabulary } = draft;
  for (const { entry, degree, item } of draft.relative) applyEntry(draft, entry, item, Math.max(1, degree));
  settleAge(draft);
  settleSex(draft);
  settleShares(draft);
  settleHair(draft);
  settleGifts(draft);
  settleColors(draft);
  const said = draft.irises.filter((iris) => iris.said);
  const iris = said[0] ?? draft.irises.at(-1);
  if (iris) look.eyes.color = iris.color;
  if (said.length > 1 && said.some(({ color }) => String(color) !== String(said[0].color))) {
    draft.notes.push("two colours of eyes were asked for: the first was taken");
    said[1].item.state = "known";
  }
  settleMaterial(draft);
  settleMixed(vocabulary, look);
  for (const item of draft.items)
    if (item.sets.length === 0 && item.state === "used" && !item.note) addSet(item, "who");
}

function settleShares({ look, ethnicities }: Draft): void {
  const said = ethnicities.filter(({ role }) => !role);
  const shares: Record<string, number> = {};
  const named = said.length > 0 ? said : ethnicities;
  for (const { shares: own } of named) {
    for (const [name, share] of Object.entries(own)) shares[name] = Math.max(shares[name] ?? 0, share);
  }
  // Of two that are said neither's colours are usual: "half Indian half Chinese".
  const peoples = new Set(named.map(({ people }) => people));
  setDescent(look, onlyOne(shares, GROUPS.ethnicity), peoples.size === 1 ? named[0].people : undefined);
  const build = Object.fromEntries(Object.entries(look.who.build).map(([name, share]) => [name, Math.min(1, share)]));
  const kept = onlyOne(build, GROUPS.build);
  look.who.build = { ...kept, ...("muscular" in build && { muscular: build["muscular"] }) };
  for (const [name, weight] of Object.entries(look.expression)) look.expression[name] = Math.min(1, weight);
  for (const [name, weight] of Object.entries(look.face)) look.face[name] = Math.min(2, Math.max(-2, weight));
}

export function setDescent(look: Look, shares: Record<string, number>, people: string | undefined): void {
  look.who.ethnicity = { ...shares };
  delete look.who.people;
  if (people) look.who.people = people;
}

function onlyOne(shares: Record<string, number>, group: readonly string[]): Record<string, number> {
  const named = group.filter((name) => name in shares);
  const most = Math.max(...named.map((name) => shares[name]));
  const kept = most < 1 ? named : named.filter((name) => shares[name] === most);
  const sum = kept.reduce((total, name) => total + shares[name], 0);
  return Object.fromEntries(kept.map((name) => [name, sum > 1 ? shares[name] / sum : shares[name]]));
}

function settleHair(draft: Draft): void {
  const { look, none, person } = draft;
  const entries = person?.entries ?? [];
  const gift = draft.gifts.find(({ entry }) => entry.hair)?.entry.hair;
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

const PARTIAL_BEARDS = new Set(["mutton-chops", "sideburns", "goatee"]);

const wordsOf = ({ tokens }: Item): string =>
  [...tokens]
    .sort((a, b) => a.start - b.start)
    .map(({ text }) => text)
    .join(" ");

const isBald = ({ tokens }: Item) => tokens.some(({ norm }) => norm === "bald");

/** What of a character goes without makeup. */
const PAINT = new Set(["clown", "sugarskull", "skull", "lipstick", "eyeshadow", "blush"]);
/** A king's beard does not grow on these. */
const BEARDLESS = new Set(
  "goblin|imp|gremlin|kobold|lizard man|alien|robot|android|fairy|pixie|mermaid|elf|dark elf|half elf".split("|"),
);

/** What characters bring along where nothing else is said. */
function settleGifts(draft: Draft): void {
  const { look, none, vocabulary } = draft;
  const isSaidFemale = (look.who.sex.female ?? 0) > 0.5 && !look.who.sex.male;
  const isChild = (look.who.age ?? ADULT) < GROWN_UP;
  const named = new Set(draft.gifts.flatMap(({ entry }) => entry.marks ?? []));
  for (const { entry, item } of draft.gifts) {
    if (entry.hair?.color && look.hair && !look.hair.color && !draft.beards.some(({ color }) => color))
      look.hair.color = toneOf(vocabulary, entry.hair.color, "hair");
    const isStubbly = look.marks.some(({ name }) => name === "stubble");
    const hasOther = draft.beards.length > 0 || isStubbly || (draft.moustaches.length > 0 && !look.beard);
    const isBeardless = !entry.creature && BEARDLESS.has(look.who.creature ?? "");
    if (entry.beard && !isBeardless && !hasOther && !none.has("beard") && !isSaidFemale && !isChild && !look.beard) {
      look.beard = { style: entry.beard.style };
      if (entry.beard.color && !draft.hair.some(({ color }) => color) && !draft.hairColor)
        look.beard.color = toneOf(vocabulary, entry.beard.color, "hair");
    } else if (
      entry.beard?.color &&
      look.beard &&
      !look.beard.color &&
      !draft.hair.some(({ color }) => color) &&
      !draft.hairColor
    ) {
      look.beard.color = toneOf(vocabulary, entry.beard.color, "hair");
    } else if (entry.beard && !look.beard) item.sets = item.sets.filter((field) => field !== "beard");
    for (const part of entry.parts ?? []) {
      const worn = look.parts.find(({ kind }) => kind === part.kind);
      if (worn && worn.id === part.id && !worn.color && part.color) worn.color = toneOf(vocabulary, part.color, "part");
      // A hood of the role would hide a tonsure.
      if (none.has(part.kind) || worn || (part.kind === "hat" && look.hair?.style === "tonsure")) continue;
      // A dressing around the head leaves a role's hat no room.
      const dressed = part.kind === "hat" && look.parts.some(({ kind, id }) => kind === "bandage" && id === "head");
      const horned = part.kind === "horns" && look.parts.some(({ kind, id }) => kind === "hat" && id === "viking");
      if (horned || dressed) continue;
      look.parts.push({
        kind: part.kind,
        id: part.id,
        ...(part.color && { color: toneOf(vocabulary, part.color, "part") }),
      });
    }
  }
  const order = vocabulary.file.marks.map(({ name }) => name);
  for (const { name, color, opacity } of vocabulary.file.marks) {
    const isWashed = none.has("mark makeup") && PAINT.has(name);
    if (
      !named.has(name) ||
      !color ||
      isWashed ||
      none.has(`mark ${name}`) ||
      look.marks.some((mark) => mark.name === name)
    )
      continue;
    look.marks.push({ name, color, opacity });
  }
  look.marks.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const hat = look.parts.find(({ kind }) => kind === "hat");
  hideHair(look, hat && entryOf(vocabulary.file.parts, hat.kind, hat.id));
}

export const entryOf = (parts: readonly PartEntry[], kind: string, id: string): PartEntry | undefined =>
  parts.find((part) => part.kind === kind && part.id === id);

const TALL = new Set(["afro", "mohawk", "spiky", "topknot", "bun", "big"]);

/** Hair under a hat is there, and does not show. @param hat undefined: nothing covers it. */
export function hideHair(look: Look, hat: PartEntry | undefined): void {
  if (!look.hair) return;
  const isHidden = hat?.hides === "all" || (hat?.hides === "volume" && TALL.has(look.hair.style));
  if (isHidden) look.hair.hidden = true;
  else delete look.hair.hidden;
}

/** Hair takes after beards, beards after hair, and both after descent and age where no word says otherwise. */
function settleColors(draft: Draft): void {
  const { look, vocabulary } = draft;
  const growths = [look.hair, look.beard, look.moustache].filter((one): one is Growth => one !== undefined);
  const near = (one: Growth): Rgb | undefined => {
    const others =
      one === look.hair
        ? [look.beard, look.moustache]
        : one === look.beard
          ? [look.moustache, look.hair]
          : [look.beard, look.hair];
    return others.find((other) => other?.color)?.color;
  };
  const found = growths.map((one) => one.color ?? near(one));
  const usual = usualColor(look, { ...vocabulary.file.hairColors, ...colorByChance(draft) });
  growths.forEach((one, i) => {
    one.color = found[i] ?? usual;
  });
  for (const part of look.parts) {
    const color = entryOf(vocabulary.file.parts, part.kind, part.id)?.color;
    if (!part.color && color) part.color = color;
  }
}

/** Share of an old head's grey, by years. */
export const greyShare = (years: number) =>
  years <= 35
    ? 0
    : years <= 50
      ? (0.5 * (years - 35)) / 15
      : years <= 70
        ? 0.5 + (0.35 * (years - 50)) / 20
        : Math.min(1, 0.85 + (0.15 * (years - 70)) / 15);

/** Of hair where nothing is said: by descent, and greyer with age. */
export function usualColor(
  look: Look,
  { old, default: rest, ...tones }: { default: Rgb; old: Rgb } & Record<string, Rgb>,
): Rgb {
  const { people = "", ethnicity } = look.who;
  const main = Object.entries(tones).find(([name]) => (ethnicity[name as "asian"] ?? 0) > 0.5);
  const color = tones[people] ?? main?.[1] ?? rest;
  const age = Math.min(1, Math.max(look.who.age === undefined ? 0 : greyShare(look.who.age), look.face["old"] ?? 0));
  return color.map((value, k) => value + age * (old[k] - value)) as Rgb;
}

/**
 * Whose hair, eyes and skin are as these are by nature: of people of whom no descent is said they leave less to the seed. It is
 * settled when a head is made, so that dyeing the hair afterwards makes nobody else of it.
 */
export function settleMixed({ file }: Pick<Vocabulary, "file">, look: Look): void {
  const { who, skin, hair, beard, moustache, eyes, marks } = look;
  delete who.mixed;
  if (who.creature !== undefined || look.material || skin.tone || Object.keys(who.ethnicity).length > 0) return;
  const least = (colors: (Rgb | undefined)[], of: "hair" | "eyes") => {
    const named = colors.filter((color) => color !== undefined).map((color) => colorName({ file }, color, of));
    return Math.min(1, ...named.map((name) => file.mixed[of][name] ?? 1));
  };
  const grown = least(
    [hair, beard, moustache].map((one) => one?.color),
    "hair",
  );
  const seen = least([eyes.color, eyes.left?.color, eyes.right?.color], "eyes");
  const marked = marks.map(({ name }) => file.mixed.marks[name] ?? 1);
  const mixed = Math.min(grown, seen, ...marked);
  if (mixed < 1) who.mixed = mixed;
}

/** Of part of a head only: no material is drawn on a half. */
const PARTIAL = /^(?:half|part|partly|partially|quarter)$/;

/** Robots are of metal in their own colour; statues have no skin. */
function settleMaterial({ look, robot, person, items }: Draft): void {
  const partial = items.find(({ tokens }) => tokens.some(({ norm }) => PARTIAL.test(norm)));
  const whole = items.find(({ sets }) => sets.includes("material"));
  if (partial && whole && look.material) {
    const words = [partial, whole].map(({ tokens }) => tokens.map(({ text }) => text).join(" "));
    look.rest.extra.push(words.join(" "));
    delete look.material;
    for (const item of [partial, whole])
      Object.assign(item, { state: "known", sets: [], note: "of half a head, not drawn" });
  }
  if (!look.material && robot) look.material = { ...robot, ...(look.skin.tone && { color: look.skin.tone }) };
  const pattern = look.material?.pattern ?? look.skin.pattern;
  if (pattern) look.pattern = pattern;
  if (person?.isStatue && !look.material) look.rest.extra.push("statue");
}

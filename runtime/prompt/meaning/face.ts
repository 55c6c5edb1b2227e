import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { addSet, type Draft, type Item, join } from "./draft.ts";
import { asMaterial, makeWhole } from "./entries.ts";
import { growthOf } from "./growths.ts";
import { known, type Open, sideOf, takeColors, takeMaterial, wordsOf } from "./open.ts";
import { reachOf } from "./reach.ts";

/** Places of which nothing that is said is drawn. */
const UNDRAWN = ["teeth", "tongue", "lashes", "body"];

const READERS: Record<string, (draft: Draft, open: Open, item: Item) => void> = {
  eyes: readEyes,
  lips: paintLips,
  mouth: paintLips,
  brows: readBrows,
};

/** A part of the face: what is said of it. */
export function readFace(draft: Draft, open: Open, item: Item, name: string): void {
  if (name === "beard") return;
  if (name === "hair") readHair(draft, open, item);
  else if (open.negated) leaveOut(draft, item, name);
  else readPlace(draft, open, item, name);
}

function readPlace(draft: Draft, open: Open, item: Item, name: string): void {
  const material = open.around
    .concat(open.phrase.of?.mods ?? [])
    .find((lexeme) => meaningOf(lexeme, "material") && !meaningOf(lexeme, "color"));
  const isPart = open.around.some((lexeme) => lexeme.degree === 0.5 || meaningOf(lexeme, "person"));
  if (Object.hasOwn(READERS, name)) READERS[name](draft, open, item);
  else if (name === "skin" || (name === "head" && !isPart)) {
    const isScaly = name === "skin" && /^scale/.test(open.head.tokens.at(-1)!.stem);
    if (material && !isPart) makeOf(draft, open, item, { material, name, isScaly });
    else colorSkin(draft, open, item);
    if (isScaly) draft.look.skin.pattern = "scales";
  } else if (material || open.around.some((lexeme) => meaningOf(lexeme, "color"))) {
    takeMaterial(open, item);
    takeColors(draft, open, item, "part");
    known(draft, item, name, false, name === "tips" ? "hair is drawn in one colour, from root to tip" : undefined);
    return;
  }
  tellUndrawn(draft, open, item, { name, isPart });
}

/** "no eyebrows". */
function leaveOut(draft: Draft, item: Item, name: string): void {
  const { look } = draft;
  if (name !== "brows" && name !== "lashes") {
    known(draft, item, name, false, "cannot be left out");
    return;
  }
  if (name === "brows") look.brows.form = "none";
  else look.lashes = "none";
  addSet(item, name);
  item.note = `no eye${name}`;
}

export function paintLips(draft: Draft, open: Open, item: Item): void {
  const [color] = takeColors(draft, open, item, "paint");
  if (!color) return;
  const { look, vocabulary } = draft;
  const { name, opacity } = vocabulary.file.lips;
  look.marks = look.marks.filter((mark) => mark.name !== name);
  look.marks.push({ name, color: color.rgb, opacity });
  addSet(item, "marks");
}

function readBrows(draft: Draft, open: Open, item: Item): void {
  const [color] = takeColors(draft, open, item, "hair");
  if (!color) return;
  draft.look.brows.color = color.rgb;
  addSet(item, "brows");
}

/** Skin, or all of a head, of a material: "marble skin", "a head of gold". */
function makeOf(
  draft: Draft,
  open: Open,
  item: Item,
  { material, name, isScaly }: { material: Lexeme; name: string; isScaly: boolean },
): void {
  const { skin } = draft.look;
  const { entry } = meaningOf(material, "material")!;
  const isWhole = name === "head" && open.phrase.lead.preposition !== "with";
  open.taken.add(material);
  join(item, [material]);
  if (isWhole) makeWhole(draft, entry, item);
  else if (entry.complexion && !isScaly) {
    skin.tone = entry.complexion;
    skin.details = [...(skin.details ?? []), "smooth"];
  } else {
    skin.material = asMaterial(entry);
    if (entry.color) skin.tone = entry.color;
  }
  addSet(item, isWhole ? "material" : "skin");
}

function colorSkin(draft: Draft, open: Open, item: Item): void {
  if (open.head.adjectival && open.head.phrase === "head") {
    // "a red-headed woman"
    const [hair] = takeColors(draft, open, item, "hair");
    if (hair) draft.hairColor = { name: hair.name.split(" ").at(-1)!, item };
    if (hair) addSet(item, "hair.color");
  }
  const isBeast = draft.person?.entries.some(({ creature, human }) => creature && !human);
  const [color] = takeColors(draft, open, item, isBeast ? "creature" : "skin");
  if (!color) return;
  const entry = draft.vocabulary.file.colors[color.name];
  // The white face of a geisha is painted.
  const painted = draft.person?.entries.find(({ creature, tone }) => tone && !creature)?.tone;
  draft.look.skin.tone = (color.name === "white" && painted) || (!color.isMixed && entry?.skin) || color.rgb;
  if (entry?.descent && !isBeast) {
    draft.ethnicities.push({ shares: { [entry.descent]: 1 }, role: false, item });
    addSet(item, "who.ethnicity");
  }
  addSet(item, "skin.tone");
}

/** What is said of a place and is not drawn is told. */
function tellUndrawn(draft: Draft, open: Open, item: Item, { name, isPart }: { name: string; isPart: boolean }): void {
  const isUndrawn = UNDRAWN.includes(name);
  const odd = open.around.filter((lexeme) => !open.taken.has(lexeme) && (isPart || isUndrawn));
  if (odd.length === 0 && !isUndrawn && name !== "tips" && name !== "sides") return;
  const rest = odd.filter((lexeme) => !lexeme.unknown);
  for (const lexeme of rest) open.taken.add(lexeme);
  join(item, rest);
  if (name === "sides" && open.around.some((lexeme) => /^(?:shaved|short|cropped|buzzed)$/.test(lexeme.phrase))) {
    for (const lexeme of open.around) open.taken.add(lexeme);
    join(item, open.around);
  }
  known(draft, item, name);
}

function readHair(draft: Draft, open: Open, item: Item): void {
  if (open.negated) {
    item.note = "no hair";
    const isDescribed = open.around.some((lexeme) => lexeme.meanings.length > 0 && meaningOf(lexeme, "color"));
    if (isDescribed) {
      takeColors(draft, open, item, "hair");
      item.note = `not ${wordsOf(item)}`;
      return;
    }
    draft.none.set("hair", item);
    addSet(item, "hair");
    return;
  }
  const reach = reachOf(open.phrase.at?.heads[0], "hair");
  const grown = growthOf(draft, open, item, reach?.style ?? "any", !reach);
  if (reach) Object.assign(grown, { length: reach.length, reaches: true });
  draft.hair.push(grown);
  addSet(item, grown.color ? "hair.color" : "hair");
}

/** "one eye", "one-eyed". */
const isOneEyed = ({ phrase, around }: Open) =>
  around.some(({ number }) => number === 1) || phrase.lead.tokens.at(-1)?.norm === "one";

/** Says that two eyes are unlike. */
const isUnlike = ({ phrase, number }: Lexeme) =>
  number === 2 || /^(?:different|mismatched|odd|unmatched|unlike|heterochromia|heterochromatic)/.test(phrase);

/** Irises: both, or one where a side is said or only one eye is spoken of. */
function readEyes(draft: Draft, open: Open, item: Item): void {
  const { look } = draft;
  const side = sideOf(open, item);
  const isNoun = /^(?:eye|iris|pupil|eyeball)$/.test(open.head.tokens.at(-1)!.norm) || open.head.phrase === "eye";
  const isOne = !open.head.adjectival && isNoun;
  const count = open.around.find(({ number }) => number !== undefined);
  const kinds = Object.entries(draft.vocabulary.file.eyeKinds);
  const kindOf = ({ phrase }: Lexeme) =>
    kinds.find(([, words]) => phrase.split(" ").some((word) => words.includes(word)))?.[0];
  const drawn = open.around.find(kindOf);
  const kind = drawn ?? open.around.find((lexeme) => meaningOf(lexeme, "person") ?? meaningOf(lexeme, "material"));
  const colors = takeColors(draft, open, item, "eyes");
  const color = colors[0]?.rgb ?? (kind && meaningOf(kind, "material")?.entry.color);
  if (count) {
    open.taken.add(count);
    join(item, [count]);
  }
  if (kind) {
    open.taken.add(kind);
    join(item, [kind]);
  }
  if (drawn) {
    const own = kindOf(drawn);
    if (isOne || side)
      look.eyes[side ?? "right"] = { ...look.eyes[side ?? "right"], kind: own, ...(color && { color }) };
    else {
      look.eyes.kind = own;
      if (color) draft.irises.push({ color, item, said: true });
    }
    addSet(item, isOne || side ? `eyes.${side ?? "right"}` : "eyes");
    return;
  }
  if (colors.length === 0 && kind && meaningOf(kind, "person")) {
    const which = side ?? "right";
    if (isOne || side) look.eyes[which] = { ...look.eyes[which], kind: kind.phrase.split(" ")[0] };
    known(draft, item, "eye");
    addSet(item, isOne || side ? `eyes.${which}` : "eyes");
    return;
  }
  if (count && count.number !== 2 && count.number !== 1) {
    known(draft, item, "eyes");
    return;
  }
  const isAlone = isOneEyed(open) && open.around.every((lexeme) => lexeme === count || lexeme.side);
  if (!color && !kind && isAlone) {
    const which = side === "left" ? "Right" : "Left";
    look.expression[`eyeBlink${which}`] = 1;
    item.note = "the other is drawn shut";
    addSet(item, "expression");
  }
  if (!color) return;
  if (colors.length > 1 && !isOne && !side && open.around.some(isUnlike)) {
    // "two different eyes, blue and green"
    look.eyes.left = { ...look.eyes.left, color };
    look.eyes.right = { ...look.eyes.right, color: colors[1].rgb };
    const said = [...colors[1].lexemes, ...open.around.filter(isUnlike)];
    for (const lexeme of said) open.taken.add(lexeme);
    join(item, said);
    addSet(item, "eyes.left.color", "eyes.right.color");
    return;
  }
  if (side || (isOne && draft.irises.length === 0 && (isOneEyed(open) || kind))) {
    const which = side ?? (look.eyes.left?.color ? "right" : "left");
    look.eyes[which] = { ...look.eyes[which], color };
    addSet(item, `eyes.${which}.color`);
    return;
  }
  if (isOne && (look.eyes.left?.color ?? look.eyes.right?.color)) {
    const which = look.eyes.left?.color ? "right" : "left";
    look.eyes[which] = { ...look.eyes[which], color };
    addSet(item, `eyes.${which}.color`);
    return;
  }
  draft.irises.push({ color, item, said: true });
  addSet(item, "eyes.color");
}

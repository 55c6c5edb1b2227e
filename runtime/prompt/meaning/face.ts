import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { addSet, type Draft, type Item, join } from "./draft.ts";
import { asMaterial, makeWhole } from "./entries.ts";
import { growthOf } from "./growths.ts";
import { known, type Open, sideOf, takeColors, takeMaterial, wordsOf } from "./open.ts";
import { reachOf } from "./reach.ts";

/** A part of the face: what is said of it. */
export function readFace(draft: Draft, open: Open, item: Item, name: string): void {
  const { look } = draft;
  const { phrase } = open;
  if (name === "hair") {
    readHair(draft, open, item);
    return;
  }
  if (name === "beard") return;
  if (open.negated) {
    if (name === "brows") {
      look.brows.form = "none";
      addSet(item, "brows");
      item.note = "no eyebrows";
    } else if (name === "lashes") {
      look.lashes = "none";
      addSet(item, "lashes");
      item.note = "no eyelashes";
    } else known(draft, item, name, false, "cannot be left out");
    return;
  }
  const material = open.around
    .concat(phrase.of?.mods ?? [])
    .find((lexeme) => meaningOf(lexeme, "material") && !meaningOf(lexeme, "color"));
  const isPart = open.around.some((lexeme) => lexeme.degree === 0.5 || meaningOf(lexeme, "person"));
  const isScaly = name === "skin" && /^scale/.test(open.head.tokens.at(-1)!.stem);
  if (name === "eyes") readEyes(draft, open, item);
  else if (name === "lips") {
    const [color] = takeColors(draft, open, item, "paint");
    if (color) {
      const { lips } = draft.vocabulary.file;
      look.marks = look.marks.filter((mark) => mark.name !== lips.name);
      look.marks.push({ name: lips.name, color: color.rgb, opacity: lips.opacity });
      addSet(item, "marks");
    }
  } else if (name === "brows") {
    const [color] = takeColors(draft, open, item, "hair");
    if (color) {
      look.brows.color = color.rgb;
      addSet(item, "brows");
    }
  } else if (name === "skin" || (name === "head" && !isPart)) {
    if (material && !isPart) {
      const { entry } = meaningOf(material, "material")!;
      open.taken.add(material);
      join(item, [material]);
      if (name === "head" && phrase.lead.preposition !== "with") makeWhole(draft, entry, item);
      else if (entry.complexion && !isScaly) {
        look.skin.tone = entry.complexion;
        look.skin.details = [...(look.skin.details ?? []), "smooth"];
      } else {
        look.skin.material = asMaterial(entry);
        if (entry.color) look.skin.tone = entry.color;
      }
      addSet(item, name === "head" && phrase.lead.preposition !== "with" ? "material" : "skin");
    } else {
      if (open.head.adjectival && open.head.phrase === "head") {
        // "a red-headed woman"
        const [hair] = takeColors(draft, open, item, "hair");
        if (hair) draft.hairColor = { name: hair.name.split(" ").at(-1)!, item };
        if (hair) addSet(item, "hair.color");
      }
      const human = draft.person?.entries.some(({ creature, human }) => creature && !human);
      const [color] = takeColors(draft, open, item, human ? "creature" : "skin");
      if (color) {
        const entry = draft.vocabulary.file.colors[color.name];
        // The white face of a geisha is painted.
        const painted = draft.person?.entries.find(({ creature, tone }) => tone && !creature)?.tone;
        look.skin.tone = (color.name === "white" && painted) || (!color.isMixed && entry?.skin) || color.rgb;
        if (entry?.descent && !human) {
          draft.ethnicities.push({ shares: { [entry.descent]: 1 }, role: false, item });
          addSet(item, "who.ethnicity");
        }
        addSet(item, "skin.tone");
      }
    }
    if (isScaly) look.skin.pattern = "scales";
  } else if (material || open.around.some((lexeme) => meaningOf(lexeme, "color"))) {
    takeMaterial(open, item);
    takeColors(draft, open, item, "part");
    known(draft, item, name, false, name === "tips" ? "hair is drawn in one colour, from root to tip" : undefined);
    return;
  }
  const odd = open.around.filter(
    (lexeme) => !open.taken.has(lexeme) && (isPart || ["teeth", "tongue", "lashes", "body"].includes(name)),
  );
  if (odd.length > 0 || ["teeth", "tongue", "lashes", "body", "tips", "sides"].includes(name)) {
    const rest = odd.filter((lexeme) => !lexeme.unknown);
    for (const lexeme of rest) open.taken.add(lexeme);
    join(item, rest);
    if (name === "sides" && open.around.some((lexeme) => /^(?:shaved|short|cropped|buzzed)$/.test(lexeme.phrase))) {
      for (const lexeme of open.around) open.taken.add(lexeme);
      join(item, open.around);
    }
    known(draft, item, name);
  }
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

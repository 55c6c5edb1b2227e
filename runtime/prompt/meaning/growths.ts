import type { GrowthEntry } from "../vocabulary-file.ts";
import { meaningOf } from "../words/lexemes.ts";
import { toneOf } from "./colors.ts";
import { addSet, type Draft, type Grown, type Item, join } from "./draft.ts";
import { type Open, sizeOf, takeColors, takeMaterial } from "./open.ts";
import { HANGING, reachOf } from "./reach.ts";

/** Length of hanging styles that end at the shoulders. */
const TO_SHOULDERS = 0.7;

export function readGrowth(
  draft: Draft,
  open: Open,
  item: Item,
  of: "hair" | "beard" | "moustache",
  entry: GrowthEntry,
  text: string,
): void {
  const kind = of === "hair" ? "hair" : of;
  if (open.negated) {
    item.note = `no ${text}`;
    // Nobody is bald for having no curls.
    if (of === "hair") return;
    draft.none.set(kind, item);
    if (of === "beard" && text === "facial hair") draft.none.set("moustache", item);
    addSet(item, kind);
    return;
  }
  const reach = reachOf(open.phrase.at?.heads[0], of);
  // Waves that reach the shoulders are waves, long hair that does is a bob.
  const isLong = HANGING[of].includes(entry.style) && (reach?.style === "long" || entry.style !== "long");
  const style = !reach || isLong ? entry.style : reach.style;
  const length = reach && isLong && reach.style !== "long" ? TO_SHOULDERS : reach?.length;
  const grown = growthOf(draft, open, item, style, !reach && (text === "beard" || text === "moustache"));
  if (reach) Object.assign(grown, { length, reaches: true });
  if (entry.nearly?.includes(text)) item.note = `the nearest style is ${entry.words[0]}`;
  const list = of === "hair" ? draft.hair : of === "beard" ? draft.beards : draft.moustaches;
  list.push(grown);
  addSet(item, kind, ...(grown.color ? [`${kind}.color`] : []));
}

/** "a seaweed beard": the name of the colour of a thing that hair is likened to. */
function takeLikeness({ vocabulary }: Draft, open: Open, item: Item): string | undefined {
  const { similes } = vocabulary.file;
  const lexeme = open.phrase.mods.find((other) => !open.taken.has(other) && Object.hasOwn(similes, other.phrase));
  if (!lexeme || meaningOf(lexeme, "material")) return undefined;
  open.taken.add(lexeme);
  join(item, [lexeme]);
  return similes[lexeme.phrase];
}

/** Colour and length of what grows. */
export function growthOf(draft: Draft, open: Open, item: Item, style: string, plain: boolean): Grown {
  const [color] = takeColors(draft, open, item, "hair");
  const likeness = color ? undefined : takeLikeness(draft, open, item);
  const material = color ? undefined : takeMaterial(open, item);
  const grown: Grown = { style, plain, item, words: item.tokens.length };
  if (color) grown.color = color.rgb;
  else if (likeness) grown.color = toneOf(draft.vocabulary, likeness, "hair");
  else if (material?.color) grown.color = material.color;
  const length = sizeOf(open, item);
  if (length !== undefined) grown.length = length;
  return grown;
}

import type { Side } from "../look.ts";
import type { Phrase } from "../phrases/phrase.ts";
import { type Lexeme, meaningOf } from "../words/lexemes.ts";
import { colorsAmong, type NamedColor } from "./colors.ts";
import { degreeBefore } from "./combine.ts";
import { type Draft, type Item, join } from "./draft.ts";

/** What a thing's phrase still has to give. */
export interface Open {
  phrase: Phrase;
  head: Lexeme;
  around: Lexeme[];
  taken: Set<Lexeme>;
  negated: boolean;
}

/** Understood, not drawn; what is denied is as good as drawn. */
export function known(draft: Draft, item: Item, text: string, negated = false, note?: string): void {
  if (negated) {
    item.note = `no ${text}`;
    return;
  }
  item.state = "known";
  if (note) item.note = note;
  draft.look.rest.extra.push(wordsOf(item));
}

export const wordsOf = ({ tokens }: Item) =>
  [...tokens]
    .sort((a, b) => a.start - b.start)
    .map(({ norm }) => norm)
    .join(" ");

export function degreeOf(open: Open, lexeme: Lexeme, item: Item): number {
  open.taken.add(lexeme);
  join(item, [lexeme]);
  return lexeme.percent !== undefined ? 1 + lexeme.percent / 100 : (lexeme.degree ?? 1);
}

/** Colours of a phrase, which go with its noun. */
export function takeColors(draft: Draft, open: Open, item: Item, of: Parameters<typeof colorsAmong>[2]): NamedColor[] {
  const free = open.around.filter((lexeme) => !open.taken.has(lexeme));
  const found = colorsAmong(draft.vocabulary, [...free, ...(open.phrase.of?.mods ?? [])], of);
  for (const { lexemes } of found.slice(0, 1)) {
    join(item, lexemes);
    for (const lexeme of lexemes) open.taken.add(lexeme);
  }
  return found;
}

/** Materials of a phrase, those behind "of" included. */
export function takeMaterial(open: Open, item: Item) {
  for (const lexeme of [...open.around, ...(open.phrase.of?.mods ?? [])]) {
    const material = meaningOf(lexeme, "material");
    if (!material || open.taken.has(lexeme)) continue;
    open.taken.add(lexeme);
    join(item, [lexeme]);
    return material.entry;
  }
  return undefined;
}

/** "big", "tiny", "20% bigger". */
export function sizeOf(open: Open, item: Item): number | undefined {
  for (const lexeme of open.around) {
    const size = meaningOf(lexeme, "size");
    if (!size || open.taken.has(lexeme)) continue;
    const degree = degreeBefore(open.around, lexeme);
    open.taken.add(lexeme);
    join(item, [lexeme]);
    const before = open.around[open.around.indexOf(lexeme) - 1];
    if (before?.percent !== undefined) {
      open.taken.add(before);
      join(item, [before]);
      return size.factor >= 1 ? degree : 2 - degree;
    }
    const plain = lexeme.degree !== undefined && lexeme.meanings.length > 0 ? 1 : degree;
    return Math.min(4, Math.max(0.1, 1 + (size.factor - 1) * plain));
  }
  return undefined;
}

export function sideOf(open: Open, item: Item): Side | undefined {
  const lexemes = [...open.around, ...(open.phrase.at?.mods ?? [])];
  const lexeme = lexemes.find(({ side }) => side);
  if (!lexeme) return undefined;
  open.taken.add(lexeme);
  join(item, [lexeme]);
  return lexeme.side;
}

export function placementOf(open: Open, item: Item): string | undefined {
  const lexeme = open.around.find(({ placement }) => placement);
  if (lexeme) {
    open.taken.add(lexeme);
    join(item, [lexeme]);
    return lexeme.placement;
  }
  const at = open.phrase.at?.heads[0];
  const place = at && !open.taken.has(at) && meaningOf(at, "place")?.name;
  return place && !["head", "hair", "ears", "eyes", "neck", "tips", "sides"].includes(place) ? place : undefined;
}

/** "neck tattoo", "a scar on the cheek". */
export function placeOf(open: Open, item: Item): string | undefined {
  const lexeme = open.around.find((other) => !open.taken.has(other) && meaningOf(other, "place"));
  if (lexeme) {
    open.taken.add(lexeme);
    join(item, [lexeme]);
    return placeName(lexeme);
  }
  const at = open.phrase.at?.heads[0];
  const name = at && placeName(at);
  return name === "head" || name === "skin" || name === "sides" ? undefined : name;
}

export const placeName = (lexeme: Lexeme) => meaningOf(lexeme, "place")?.name.replace(/^(eye|brow|lip|ear)s$/, "$1");

import type { Growth, Look, Rgb } from "../look.ts";
import { entryOf } from "../vocabulary.ts";
import type { Draft } from "./draft.ts";
import { colorByChance } from "./usual-hair.ts";

/** Hair takes after beards, beards after hair, and both after descent and age where no word says otherwise. */
export function settleColors(draft: Draft): void {
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

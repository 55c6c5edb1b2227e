import { entryOf } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";
import { toneOf } from "./colors.ts";
import { coverHair } from "./cover-hair.ts";
import type { Draft } from "./draft.ts";
import { ADULT, GROWN_UP } from "./settle-age.ts";

/** A king's beard does not grow on these. */
const BEARDLESS = new Set(
  "goblin|imp|gremlin|kobold|lizard man|dragonborn|alien|robot|android|golem|gargoyle|skeleton|minotaur|fairy|pixie|mermaid|elf|dark elf|half elf".split(
    "|",
  ),
);
/** Hats that stay where hair is spoken of: a nun has a veil, whatever is under it. */
const KEPT = new Set(["headscarf", "turban"]);

/** Hair that stands on top of the head, where a job's hat would sit. */
const UPRIGHT = new Set(["topknot", "mohawk", "spiky"]);

const kindOf = (kind: string) => kind === "horns" || kind === "tusks";

/** What characters bring along where nothing else is said. */
export function settleGifts(draft: Draft): void {
  const { look, none, vocabulary } = draft;
  const isSaidFemale = (look.who.sex.female ?? 0) > 0.5 && !look.who.sex.male;
  const isChild = (look.who.age ?? ADULT) < GROWN_UP;
  const named = new Set(draft.gifts.flatMap(({ entry }) => entry.marks ?? []));
  const hasHorns = ({ parts, creature }: Entry) =>
    creature !== undefined && parts?.some(({ kind }) => kind === "horns");
  const isHorned =
    look.parts.some(({ kind }) => kind === "horns") ||
    (!none.has("horns") && draft.gifts.some(({ entry }) => hasHorns(entry)));
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
      const own = entryOf(vocabulary.file.parts, part.kind, part.id);
      const worn = look.parts.find(({ kind }) => kind === part.kind);
      if (own?.undrawn) continue;
      // "a minotaur with one broken horn": a bull's.
      if (worn && draft.unnamedParts.has(worn) && kindOf(part.kind)) worn.id = part.id;
      if (worn && worn.id === part.id && !worn.color && part.color) worn.color = toneOf(vocabulary, part.color, "part");
      // A hood of the role would hide a tonsure.
      if (none.has(part.kind) || worn || (part.kind === "hat" && look.hair?.style === "tonsure")) continue;
      // A dressing around the head leaves a role's hat no room.
      const dressed = part.kind === "hat" && look.parts.some(({ kind, id }) => kind === "bandage" && id === "head");
      // Whose hair is spoken of is seen without the helmet; whose horns are, with what leaves them room.
      const isHaired =
        none.has("hair") || draft.hair.some(({ plain, color }) => !plain || color) || draft.hairColor !== undefined;
      const isUpright = draft.hair.some(({ style }) => UPRIGHT.has(style));
      const isInTheWay =
        part.kind === "hat" &&
        ((own?.hides === "all" && !KEPT.has(part.id) && isHaired) ||
          ((isHorned || isUpright) && part.id !== "crown" && own?.hides !== undefined));
      if (isInTheWay) continue;
      const horned = part.kind === "horns" && look.parts.some(({ kind, id }) => kind === "hat" && id === "viking");
      if (horned || dressed) continue;
      look.parts.push({
        kind: part.kind,
        id: part.id,
        ...(part.color && { color: toneOf(vocabulary, part.color, "part") }),
        ...(part.kind === "hat" && draft.hatColor && { color: draft.hatColor }),
      });
    }
  }
  const order = vocabulary.file.marks.map(({ name }) => name);
  for (const { name, color, opacity, makeup } of vocabulary.file.marks) {
    const isWashed = makeup && none.has("mark makeup");
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
  coverHair(vocabulary, look);
}

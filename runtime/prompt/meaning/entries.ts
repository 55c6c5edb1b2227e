import type { Material } from "../look.ts";
import type { Entry, MaterialEntry } from "../vocabulary-file.ts";
import { addSet, type Draft, type Item, STRENGTH, strongest } from "./draft.ts";

/** What a word says of a person. @param degree of it, 1 is plain. */
export function applyEntry(draft: Draft, entry: Entry, item: Item, degree = 1, isRole = false): void {
  const { look } = draft;
  if (entry.sex) {
    const strength = entry.habit ? STRENGTH.habit : entry.title ? STRENGTH.title : STRENGTH.said;
    draft.sexes.push({ sex: entry.sex, strength, item });
    addSet(item, "who.sex");
  }
  if (entry.age !== undefined) {
    draft.ages.push({ years: entry.age, rank: entry.childOnly ? 0 : entry.soft ? 1 : 2, item, entry });
    addSet(item, "who.age");
  }
  if (entry.ethnicity) {
    draft.ethnicities.push({ shares: entry.ethnicity, people: entry.people, role: isRole, item });
    addSet(item, "who.ethnicity");
  }
  if (entry.build) {
    strongest(look.who.build as Record<string, number>, entry.build, degree);
    addSet(item, "who.build");
  }
  if (entry.face) {
    if (entry.creature) for (const name of Object.keys(entry.face)) draft.given.add(name);
    else goBeyond(draft, entry.face);
    strongest(look.face, entry.face, degree);
    addSet(item, "face");
  }
  if (entry.expression) {
    strongest(look.expression, entry.expression, degree);
    addSet(item, "expression");
  }
  if (entry.calm) {
    draft.calm = true;
    addSet(item, "expression");
  }
  if (entry.details) {
    look.skin.details = [...new Set([...(look.skin.details ?? []), ...entry.details])];
    addSet(item, "skin.details");
  }
  if (entry.tone) {
    look.skin.tone = entry.tone;
    addSet(item, "skin.tone");
  }
  if (entry.pattern) look.skin.pattern = entry.pattern;
  if (entry.irises) {
    draft.irises.push({ color: entry.irises, item, said: false });
    if (entry.sclera) look.eyes.sclera = entry.sclera;
    addSet(item, "eyes.color");
  }
  if (entry.eyes) {
    look.eyes = { ...look.eyes, ...entry.eyes };
    addSet(item, "eyes");
  }
  if (entry.brows) {
    look.brows.form = entry.brows;
    addSet(item, "brows");
  }
  if (entry.lashes) {
    look.lashes = entry.lashes;
    addSet(item, "lashes");
  }
  if (entry.hairColor) {
    draft.hairColor = { name: entry.hairColor, item };
    addSet(item, "hair.color");
  }
  if (entry.metal) draft.robot = entry.metal;
  for (const kind of entry.none ?? []) {
    draft.none.set(kind, item);
    addSet(item, kind === "hat" ? "parts" : kind);
  }
  if (entry.hair ?? entry.beard ?? entry.parts ?? entry.marks) {
    draft.gifts.push({ entry, item });
    if (entry.hair) addSet(item, "hair");
    if (entry.beard) addSet(item, "beard");
    if (entry.parts?.length) addSet(item, "parts");
    if (entry.marks) addSet(item, "marks");
  }
}

/** A material as a Look has it. */
export function asMaterial({ words: _, compound: __, complexion: ___, ...material }: MaterialEntry): Material {
  return material;
}

/** Everything of one material. */
export function makeWhole(draft: Draft, entry: MaterialEntry, item: Item): void {
  const material = asMaterial(entry);
  const before = draft.look.material;
  if (before && before.name !== material.name) {
    draft.notes.push(
      `both ${before.name} and ${material.name} were asked for; ${before.name} came first and was taken`,
    );
    item.state = "known";
    return;
  }
  draft.look.material = material;
}

/** @param own colour of the creature, which it keeps where no other is named, and which some names only shade. */
export function creatureColor(
  { vocabulary }: Draft,
  name: string,
  own?: [number, number, number],
): [number, number, number] {
  const { colors, shades } = vocabulary.file;
  const shade = shades[name];
  if (!own || shade === undefined) return colors[name].creature ?? colors[name].tone;
  return own.map((value) => value + Math.abs(shade) * ((shade > 0 ? 1 : 0) - value)) as [number, number, number];
}

export const lastCreature = ({ person }: Draft) =>
  person?.entries.findLast(({ creature, human }) => creature && !human);

/** Share of a word's weight that is added where a creature has such features already. */
const MORE = 0.6;

/** What is said of features goes before what such creatures have: an orc's broad nose is broader than an orc's, and a narrow one narrow. */
function goBeyond({ look, given }: Draft, face: Record<string, number>): void {
  for (const [name, weight] of Object.entries(face)) {
    if (!given.delete(name)) continue;
    const has = look.face[name] ?? 0;
    look.face[name] = has * weight > 0 ? has + MORE * weight : 0;
  }
}

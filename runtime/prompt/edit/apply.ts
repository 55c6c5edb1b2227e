import type { Growth, Look, LookMark, Rgb } from "../look.ts";
import { toneOf } from "../meaning/colors.ts";
import { coverHair } from "../meaning/cover-hair.ts";
import type { Draft } from "../meaning/draft.ts";
import { isSameMark } from "../meaning/parts.ts";
import { setDescent, settle } from "../meaning/settle.ts";
import { greyShare } from "../meaning/settle-colors.ts";
import { entryOf, type Vocabulary } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";

/** Kinds of which a head wears one. */
const ONE = new Set(["hat", "glasses", "horns", "tusks", "ears", "mask", "eyepatch"]);
/** How much of an entry a comparison adds where nothing is there: "bigger nose" on a usual one. */
const STEP = 1;

/** Puts what a draft says onto a Look, in the place of what that has of the same kind. @returns a new Look. */
export function applyDraft(vocabulary: Vocabulary, before: Look, draft: Draft): Look {
  const look = structuredClone(before);
  const isSomebodyElse = (draft.person?.entries.length ?? 0) > 0;
  if (isSomebodyElse) becomePerson(look, draft);
  const said = draft.look;
  for (const { sex } of draft.sexes.filter(({ strength }) => strength === 5)) {
    const isOther = (sex.female ?? 0) > 0.5 && (look.who.sex.male ?? 0) > 0.5;
    look.who.sex = { ...sex };
    if (!isOther || (!look.beard && !look.moustache)) continue;
    draft.notes.push("the beard went with the sex; say “with a beard” to keep it");
    removeKind(look, "beard");
    removeKind(look, "moustache");
    removeKind(look, "mark stubble");
  }
  const age = draft.ages.at(-1);
  if (age) changeAge(vocabulary, look, age.years - (look.who.age ?? ADULT), true);
  for (const { shares, people } of draft.ethnicities) setDescent(look, shares, people);
  Object.assign(look.who.build, said.who.build);
  Object.assign(look.face, said.face);
  if (Object.keys(said.expression).length > 0) look.expression = { ...said.expression };
  if (draft.calm) look.expression = {};
  for (const { entry, degree } of draft.relative) changeBy(look, entry, degree);
  if (said.skin.tone) look.skin.tone = said.skin.tone;
  if (said.skin.material) look.skin.material = said.skin.material;
  if (said.skin.details) look.skin.details = [...new Set([...(look.skin.details ?? []), ...said.skin.details])];
  const { color: _, ...eyes } = said.eyes;
  Object.assign(look.eyes, eyes);
  const iris = draft.irises.findLast((one) => one.said) ?? draft.irises.at(-1);
  if (iris) look.eyes.color = iris.color;
  Object.assign(look.brows, said.brows);
  if (said.lashes) look.lashes = said.lashes;
  if (said.material) look.material = said.material;
  if (said.material?.pattern) look.pattern = said.material.pattern;
  grow(look, draft, vocabulary);
  for (const part of said.parts) {
    const worn = look.parts.find(({ kind }) => kind === part.kind);
    if (worn && draft.plainParts.has(part)) {
      const { kind: _kind, id: _id, ...described } = part;
      Object.assign(worn, described);
      continue;
    }
    if (ONE.has(part.kind)) look.parts = look.parts.filter(({ kind }) => kind !== part.kind);
    const color = part.color ?? entryOf(vocabulary.file.parts, part.kind, part.id)?.color;
    look.parts.push({ ...part, ...(color && { color }) });
  }
  for (const mark of said.marks) putMark(vocabulary, look, mark, draft.newMarks.has(mark));
  for (const kind of draft.none.keys()) removeKind(look, kind);
  look.rest.style = [...new Set([...look.rest.style, ...said.rest.style])];
  look.rest.extra = [...new Set([...look.rest.extra, ...said.rest.extra])];
  coverHair(vocabulary, look);
  return look;
}

/** A mark beside those of its name, or what is said of them: "the scar" moves where it is said to be, and keeps what is not said of it. */
function putMark({ file }: Vocabulary, look: Look, mark: LookMark, isNew: boolean): void {
  const own = look.marks.filter(({ name }) => name === mark.name);
  const same = own.filter((other) => isSameMark(other, mark));
  const isPlaced = mark.place !== undefined || mark.side !== undefined;
  if (own.length === 0 || (isNew && isPlaced && same.length === 0)) {
    look.marks.push(mark);
    return;
  }
  const usual = file.marks.find(({ name }) => name === mark.name);
  const { color, opacity, ...rest } = mark;
  const said = {
    ...rest,
    ...(String(color) !== String(usual?.color) && { color }),
    ...(opacity !== usual?.opacity && { opacity }),
  };
  if (isPlaced && same.length === 0) {
    const moved = own.at(-1)!;
    delete moved.side;
    Object.assign(moved, said);
  } else for (const other of isPlaced ? same : own) Object.assign(other, said);
}

/** Another person or creature in the place of this one: what words gave the first is kept where the second says nothing. */
function becomePerson(look: Look, draft: Draft): void {
  const copy: Draft = {
    ...draft,
    look: structuredClone(draft.look),
    hair: [...draft.hair],
    notes: [],
    items: draft.items,
  };
  settle(copy);
  const { look: other } = copy;
  const { entries } = draft.person!;
  if (!other.who.creature && entries.some(({ words }) => words.includes("human"))) becomeHuman(look, draft.vocabulary);
  if (other.who.creature) {
    look.who.creature = other.who.creature;
    look.skin = { ...look.skin, ...other.skin };
    if (other.pattern) look.pattern = other.pattern;
  }
  if (other.who.roles) look.who.roles = other.who.roles;
  if (!other.chosen.includes("who.sex") && draft.sexes.length > 0) {
    const isLean = draft.sexes.every(({ strength }) => strength === 1) && Object.keys(look.who.sex).length > 0;
    if (!isLean) look.who.sex = other.who.sex;
  }
  Object.assign(look.who.build, other.who.build);
  Object.assign(look.face, other.face);
  if (other.material) look.material = other.material;
  if (entries.some(({ hair }) => hair) && other.hair && draft.hair.length === 0) look.hair = other.hair;
  if (entries.some(({ beard }) => beard) && other.beard) look.beard ??= other.beard;
  for (const part of other.parts) if (!look.parts.some(({ kind }) => kind === part.kind)) look.parts.push(part);
  for (const mark of other.marks) if (!look.marks.some(({ name }) => name === mark.name)) look.marks.push(mark);
}

/** Takes away what the creature brought along. */
function becomeHuman(look: Look, { file }: Vocabulary): void {
  const entry = file.creatures.find(({ creature }) => creature !== undefined && creature === look.who.creature);
  if (!entry) return;
  delete look.who.creature;
  const isOwn = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  for (const [name, weight] of Object.entries(entry.face ?? {})) if (look.face[name] === weight) delete look.face[name];
  for (const name of Object.keys(entry.build ?? {})) delete look.who.build[name as "thin"];
  if (isOwn(look.skin.tone, entry.tone)) delete look.skin.tone;
  const details = look.skin.details?.filter((detail) => !entry.details?.includes(detail)) ?? [];
  delete look.skin.details;
  if (details.length > 0) look.skin.details = details;
  delete look.skin.pattern;
  delete look.pattern;
  if (entry.metal) delete look.material;
  if (entry.irises && isOwn(look.eyes.color, entry.irises)) delete look.eyes.color;
  delete look.eyes.sclera;
  delete look.eyes.kind;
  if (entry.brows) delete look.brows.form;
  look.parts = look.parts.filter((part) => !entry.parts?.some(({ kind, id }) => kind === part.kind && id === part.id));
  look.marks = look.marks.filter(({ name }) => !entry.marks?.includes(name));
}

/** Hair and beards keep their colour under another shape, and their shape under another colour. */
function grow(look: Look, draft: Draft, vocabulary: Vocabulary): void {
  const { hair } = draft;
  const usual = look.hair?.color ?? look.beard?.color ?? look.moustache?.color;
  for (const [name, list] of [
    ["hair", hair],
    ["beard", draft.beards],
    ["moustache", draft.moustaches],
  ] as const) {
    if (list.length === 0) continue;
    const styled =
      list.find(({ style, plain }) => !plain && style !== "any") ?? list.find(({ style }) => style !== "any");
    const before = look[name];
    const isPlain = styled?.plain && before !== undefined;
    const style = (isPlain ? before?.style : styled?.style) ?? before?.style ?? (name === "hair" ? "short" : "full");
    const color = list.findLast((one) => one.color)?.color ?? before?.color ?? usual;
    const { length, reaches } = list.findLast((one) => one.length !== undefined) ?? {};
    const grown: Growth = { ...before, style, ...(color && { color }) };
    // Another style has its own length.
    if (style !== before?.style) delete grown.length;
    if (length !== undefined) grown.length = Math.min(4, Math.max(0.1, (reaches ? 1 : (grown.length ?? 1)) * length));
    look[name] = grown;
  }
  if (draft.hairColor && look.hair) look.hair.color = toneOf(vocabulary, draft.hairColor.name, "hair");
}

/** "20% bigger": what is there times a fifth more, of what is not there a fifth. */
function changeBy(
  look: Look,
  entry: Pick<Entry, "face" | "build" | "expression" | "age" | "brows" | "lashes">,
  degree: number,
): void {
  const share =
    degree === 1.3
      ? STEP
      : degree > 1.3
        ? 1.5 * STEP
        : degree > 1
          ? degree - 1
          : degree - 1 < 0 && degree >= 0.9
            ? degree - 1
            : degree;
  const change = (weights: Record<string, number>, by: object | undefined, most: number) => {
    for (const [name, weight] of Object.entries((by ?? {}) as Record<string, number>)) {
      const now = weights[name] ?? 0;
      const isSame = now * weight > 0;
      // A comparison in per cent multiplies; without, it goes on by a plain step, or half of one where that much is there.
      const step = share >= 1 ? (isSame ? 0.5 * share * weight : share * weight) : share * (isSame ? now : weight);
      weights[name] = Math.min(most, Math.max(-most, now + step));
    }
  };
  change(look.face, entry.face, 2);
  change(look.who.build as Record<string, number>, entry.build, 1);
  change(look.expression, entry.expression, 1);
  if (entry.age !== undefined) look.who.age = entry.age;
  if (entry.brows) look.brows.form = entry.brows;
  if (entry.lashes) look.lashes = entry.lashes;
}

/** Takes away a kind of thing: "hat", "hair", "mark freckles" … */
export function removeKind(look: Look, kind: string): void {
  if (kind === "hair" || kind === "beard" || kind === "moustache") delete look[kind];
  else if (kind.startsWith("mark ")) look.marks = look.marks.filter(({ name }) => name !== kind.slice(5));
  else look.parts = look.parts.filter((part) => part.kind !== kind);
  look.chosen = look.chosen.filter((field) => !field.startsWith(kind));
}

const GROWN = 18;
/** Ages that "older" and "younger" step along. */
const STEPS = [1, 8, 16, 22, 50, 70, 85];
const ADULT = 30;

/** Older or younger; hair of natural colours turns grey with age. @param amount of a step; years where `isYears`. */
export function changeAge(vocabulary: Vocabulary, look: Look, amount: number, isYears: boolean): void {
  const now = look.who.age ?? ADULT;
  const age = isYears ? now + amount : stepAge(now, amount);
  look.who.age = Math.min(110, Math.max(0, age));
  if (now < GROWN && look.who.age >= GROWN) {
    for (const sex of ["male", "female"] as const) if (look.who.sex[sex]) look.who.sex[sex] = 1;
    for (const name of ["bigEyes", "bigNose", "roundHead", "longChin"]) delete look.face[name];
  }
  const grey = greyShare(look.who.age);
  const { old } = vocabulary.file.hairColors;
  const was = greyShare(now);
  const isSaid = (color: Rgb) =>
    Object.values(vocabulary.file.colors).some(({ tone, hair }) => String(hair ?? tone) === String(color));
  for (const growth of [look.hair, look.beard, look.moustache]) {
    if (growth?.color && grey < was && was < 0.95 && !isSaid(growth.color)) {
      // What age has turned grey gets its colour back; what words called grey stays so.
      const young = growth.color.map((value, k) => (value - was * old[k]) / (1 - was));
      if (young.every((value) => value > 0.02 && value < 1))
        growth.color = young.map((value, k) => value + grey * (old[k] - value)) as Rgb;
    }
    if (!growth?.color || grey <= greyShare(now) || !isNatural(growth.color)) continue;
    growth.color = growth.color.map((value, k) => value + grey * (old[k] - value)) as Rgb;
  }
}

function stepAge(now: number, amount: number): number {
  if (amount > 0) {
    if (now < GROWN) return STEPS.find((step) => step > now)!;
    if (amount < 1) return now < 45 ? 50 : now < 65 ? 70 : 85;
    return now >= 60 || amount > 1 ? 85 : 70;
  }
  if (now < GROWN) return STEPS.findLast((step) => step < now) ?? 1;
  if (amount < -1) return now > 40 ? 16 : 8;
  if (amount > -1) return now > 60 ? 50 : 22;
  return now <= 25 ? 16 : 22;
}

/** Colours that hair grows in: no blue, green, pink, and not white already. */
function isNatural([r, g, b]: Rgb): boolean {
  return r >= g && g >= b - 0.02 && r < 0.9;
}

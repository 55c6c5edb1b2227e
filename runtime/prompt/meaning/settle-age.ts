import type { Look } from "../look.ts";
import type { Entry } from "../vocabulary-file.ts";
import type { Draft } from "./draft.ts";

/** Grown-ups wear what children do not: beards. */
export const GROWN_UP = 15;
export const ADULT = 18;
/** Years of a boy or girl of whom nothing else is said. */
const ANY_CHILD = 8;
/** Of a girl with tattoos or a boy with a moustache, of whom nothing else is said. */
const TEEN = 16;
const TWENTY = 20;
const GRANDPARENT = 45;
const ADULTS = new Set(["man", "woman", "lady", "gentleman"]);
const CHILD_FACE: [number, Record<string, number>][] = [
  [0, { bigEyes: 0.7, bigNose: -0.5, roundHead: 0.5, longChin: -0.5 }],
  [5, { bigEyes: 0.7, bigNose: -0.5, roundHead: 0.5, longChin: -0.5 }],
  [8, { bigEyes: 0.5, bigNose: -0.4, roundHead: 0.3, longChin: -0.4 }],
  [13, { bigEyes: 0.3, bigNose: -0.2, roundHead: 0.2, longChin: -0.25 }],
  [ADULT, {}],
];

/** How old somebody is, of everything that was said of it: the words that won, and features of children. */
export function settleAge(draft: Draft): void {
  const { look } = draft;
  const isAdult = draft.person?.entries.some(({ words }) => words.some((word) => ADULTS.has(word)));
  // "a woman like a pixie" is no child.
  const ages = draft.ages.filter(({ entry, years }) => !(isAdult && entry?.creature && years < ADULT));
  if (ages.length < draft.ages.length) growUp(look);
  if (ages.length === 0) return;
  const best = Math.max(...ages.map(({ rank }) => rank));
  const top = ages.filter(({ rank }) => rank === best);
  const young = top.filter(({ years }) => years < GROWN_UP);
  // A boy or girl is a child of any age: the word beside it that says more wins, as in "a teenager girl".
  const teens = ages.filter(({ rank, years }) => rank > 0 && years > ANY_CHILD && years < TWENTY);
  const children = young.every(({ years }) => years === ANY_CHILD) && teens.length > 0 ? teens : young;
  const elders = top.filter(({ years }) => years >= 40);
  if (best === 0) {
    // "a little old lady" is not a child.
    for (const { item } of ages) {
      item.state = "known";
      item.sets = [];
    }
    return;
  }
  const chosen =
    best === 3
      ? top[top.length - 1]
      : children.length > 0
        ? children.reduce((a, b) => (b.years < a.years ? b : a))
        : elders.length > 0
          ? elders.reduce((a, b) => (b.years > a.years ? b : a))
          : top[0];
  look.who.age = chosen.years;
  // "a college boy" has no child's face.
  if (children === teens && best < 3 && chosen.years >= ADULT) growUp(look);
  if (chosen.rank === 2 && chosen.years === ANY_CHILD && isGrown(draft, chosen.entry)) {
    look.who.age = TEEN;
    growUp(look);
    Object.assign(look.face, childFace(TEEN));
  }
  const little = ages.find(({ entry }) => entry?.childOnly);
  if (little && chosen !== little && chosen.years === 8) look.who.age = 5;
  else if (little && chosen !== little) little.item.state = "known";
  // Grandparents are of any age from their forties on.
  const isFar = (years: number) => Math.abs(years - chosen.years) > 12 && Math.min(years, chosen.years) < GRANDPARENT;
  const against = ages.filter(
    ({ years, rank, entry }) => rank > 0 && isFar(years) && !(entry?.soft && chosen.years < 30 && years < 30),
  );
  for (const { item, entry } of against) {
    // A noun's years give way to years in numbers without contradicting them: "a 16 year old girl".
    if (best === 3 && entry && chosen.years < 30) continue;
    const words = item.tokens.map(({ text }) => text).join(" ");
    draft.notes.push(`“${words}” contradicts an age of about ${Math.round(chosen.years)}, which won`);
  }
  const { age } = look.who;
  if (best === 3 && age !== undefined) {
    if (age >= ADULT && ages.some(({ entry }) => entry?.face)) growUp(look);
    if (age < ADULT) for (const [name, weight] of Object.entries(childFace(age))) look.face[name] ??= weight;
  }
  if (little && look.who.age === 5) Object.assign(look.face, strongestOf(look.face, childFace(5)));
}

/** Takes a child's features away. */
function growUp({ face }: Look): void {
  for (const name of Object.keys(CHILD_FACE[0][1])) delete face[name];
}

/** Whether somebody has or does what children do not. */
function isGrown({ look, beards, moustaches, person }: Draft, child: Entry | undefined): boolean {
  // "an emo kid", where a kid with lipstick may be a child.
  if (!child?.sex) return Boolean(child && person?.entries.some(({ grown }) => grown));
  const isMade = look.marks.some(({ name }) => ["lipstick", "makeup", "eyeshadow", "tattoo", "stubble"].includes(name));
  const isPierced = look.parts.some(({ kind }) => kind === "piercing");
  return (
    isMade || isPierced || beards.length + moustaches.length > 0 || Boolean(person?.entries.some(({ grown }) => grown))
  );
}

const strongestOf = (a: Record<string, number>, b: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(b).map(([name, weight]) => [name, Math.abs(weight) > Math.abs(a[name] ?? 0) ? weight : a[name]]),
  );

/** How much of a child's features a face of some years has. */
export function childFace(years: number): Record<string, number> {
  const next = CHILD_FACE.findIndex(([age]) => age >= years);
  if (next < 0) return {};
  if (next === 0) return CHILD_FACE[0][1];
  const [[young, a], [old, b]] = [CHILD_FACE[next - 1], CHILD_FACE[next]];
  const share = (years - young) / (old - young);
  const names = Object.keys(CHILD_FACE[0][1]);
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + share * ((b[name] ?? 0) - (a[name] ?? 0))]));
}

import type { Entry } from "../vocabulary-file.ts";
import { type Draft, STRENGTH } from "./draft.ts";
import { ADULT, GROWN_UP } from "./settle-age.ts";

/** Of which sex somebody is: the plainest word wins, then what is usual, then the seed chooses. */
export function settleSex(draft: Draft): void {
  const { look, sexes, seed } = draft;
  const hasBeard =
    draft.beards.length + draft.moustaches.length > 0 || draft.look.marks.some(({ name }) => name === "stubble");
  if (hasBeard) sexes.push({ sex: { male: 1 }, strength: STRENGTH.beard });
  const best = Math.max(0, ...sexes.map(({ strength }) => strength));
  const won = sexes.filter(({ strength }) => strength === best);
  const out: { male?: number; female?: number } = {};
  const first = won.find(({ sex }) => (sex.male ?? 0) >= 0.5 || (sex.female ?? 0) >= 0.5) ?? won[0];
  if (first) {
    const isMixed = (first.sex.male ?? 0) > 0 && (first.sex.female ?? 0) > 0;
    const name = (first.sex.male ?? 0) > (first.sex.female ?? 0) ? "male" : "female";
    const against = won.filter(({ sex }) => !isMixed && !(name in sex));
    // What is but usual contradicts nobody.
    for (const { item } of best > STRENGTH.habit ? against : []) {
      if (!item) continue;
      draft.notes.push(
        `“${item.tokens.map(({ text }) => text).join(" ")}” contradicts ${name}, which came first and won`,
      );
    }
    // Of one sex, the plainest word counts: a boy who is said to be male is a man's share male.
    const same = sexes.filter(({ sex, strength }) => name in sex && (strength >= STRENGTH.title || strength === best));
    const share = Math.max(...same.map(({ sex }) => sex[name] ?? 0));
    if (isMixed) Object.assign(out, first.sex);
    else out[name] = best === STRENGTH.pronoun && (look.who.age ?? ADULT) < GROWN_UP ? 0.7 : share;
  } else if (isOpenPerson(draft)) {
    const name = likelySex(draft) ?? (seed % 2 === 0 ? "male" : "female");
    out[name] = (look.who.age ?? ADULT) < GROWN_UP ? 0.7 : 1;
    look.chosen.push("who.sex");
  }
  look.who.sex = out;
}

const WOMEN = {
  hair: ["long", "wavy", "long-curls", "bob", "bob-bangs", "bun", "braid", "pigtails", "ponytail", "big"],
  parts: ["headscarf", "tiara", "flower-crown", "nurse", "drops", "flower"],
  marks: ["lipstick", "makeup"],
};

/** What hair, jewels and make-up say of somebody of whom nothing else is said; a beard is denied of men. */
function likelySex({ hair, look, none }: Draft): "male" | "female" | undefined {
  if (none.has("beard") || none.has("moustache")) return "male";
  const isWorn =
    hair.some(({ style }) => WOMEN.hair.includes(style)) ||
    look.parts.some(({ id }) => WOMEN.parts.includes(id)) ||
    look.marks.some(({ name }) => WOMEN.marks.includes(name));
  return isWorn ? "female" : undefined;
}

/** People whose hair and sex are as people's are, and of whom nothing is said. */
export function isOpenPerson({ person, look }: Draft): boolean {
  if (person?.isBaby) return false;
  const others = (person?.entries ?? []).filter(({ statue }) => !statue);
  // Of a head of gold nothing says that it is anybody's.
  if (others.length === 0 && !person?.isStatue && look.material) return false;
  return !isCreature(others);
}

export const isCreature = (entries: readonly Entry[]) =>
  entries.some(({ creature, human }) => creature !== undefined && !human);

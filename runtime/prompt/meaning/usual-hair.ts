import { randomStream, streamKey } from "../../kernels/random.ts";
import type { Draft } from "./draft.ts";
import { ADULT, GROWN_UP } from "./settle-age.ts";

/** From this age on hair is worn as the old do. */
const OLD = 62;
/** Weight of a descent from which hair is worn as by it. */
const MAIN = 0.5;

/**
 * A style that such people often have, drawn by the seed and by who is spoken of: a nurse and a sailor of one seed differ, while
 * glasses change nobody's hair.
 */
export function usualHair({ vocabulary, look, seed, person }: Draft): string {
  const { sex, age = ADULT, ethnicity } = look.who;
  const name = (sex.female ?? 0) > (sex.male ?? 0) ? "female" : "male";
  const [descent] = Object.entries(ethnicity).find(([, share]) => (share ?? 0) > MAIN) ?? [];
  const table = vocabulary.file.usualHair.styles;
  const years = age < GROWN_UP ? (name === "female" ? "girl" : "boy") : age >= OLD ? `old ${name}` : undefined;
  const styles = table[`${descent} ${name}`] ?? (years && table[years]) ?? table[name];
  const who = [name, age, descent, ...(person?.entries ?? []).flatMap(({ words }) => words.slice(0, 1))].join();
  const total = Object.values(styles).reduce((sum, weight) => sum + weight, 0);
  let left = total * randomStream(seed, streamKey(`hair of ${who}`)).uniform(0);
  return Object.keys(styles).find((style) => (left -= styles[style]) < 0) ?? Object.keys(styles)[0];
}

import { drawName, randomStream, streamKey } from "../../kernels/random.ts";
import type { Rgb } from "../look.ts";
import type { Draft } from "./draft.ts";
import { ADULT, GROWN_UP } from "./settle-age.ts";

/** From this age on hair is worn as the old do. */
const OLD = 62;
/** Weight of a descent from which hair is worn as by it. */
const MAIN = 0.5;

/** Draws by the seed and the words, so that of one seed not all people are alike. */
const drawsOf = ({ seed, items }: Draft) => {
  const words = items.flatMap(({ tokens }) => tokens.map(({ norm }) => norm)).sort();
  return randomStream(seed, streamKey(`hair: ${words.join(" ")}`));
};

/** A style that such people often have. */
export function usualHair(draft: Draft): string {
  const { vocabulary, look } = draft;
  const { sex, age = ADULT, ethnicity } = look.who;
  const name = (sex.female ?? 0) > (sex.male ?? 0) ? "female" : "male";
  const [descent] = Object.entries(ethnicity).find(([, share]) => (share ?? 0) > MAIN) ?? [];
  const table = vocabulary.file.usualHair.styles;
  const years = age < GROWN_UP ? (name === "female" ? "girl" : "boy") : age >= OLD ? `old ${name}` : undefined;
  const styles = table[years ?? ""] ?? table[`${descent} ${name}`] ?? table[name];
  return drawName(styles, drawsOf(draft).uniform(0));
}

/** Colour of the hair of people of whom no descent is said. */
export function colorByChance(draft: Draft): { default?: Rgb } {
  const { look, vocabulary } = draft;
  if (look.who.creature !== undefined || look.material) return {};
  const { colors } = vocabulary.file.usualHair;
  return { default: colors[Math.floor(colors.length * drawsOf(draft).uniform(1))] };
}

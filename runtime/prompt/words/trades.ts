import type { Entry } from "../vocabulary-file.ts";
import type { Token } from "./tokens.ts";

/** Endings of words for people, and of too few others to matter. */
const TRADE =
  /(?:.{3}(?:girl|boy|man|men|woman|women|ist|smith|wright|monger|keeper|maker|ologist|ographer)|.{4}(?:eer|ess|ier)|.{3}(?:ner|ver|ter|ler|ger|ker|der|cer|ser|mer|her|per|tor|sor|lor|ician|arian))s?$/;

/** Words with such endings that are no people. */
const NO_TRADE = new Set(
  "lobster rooster hamster oyster beaver badger panther spider otter adder viper flower sunflower water butter pepper paper feather tower power river winter summer thunder letter number corner cucumber clover plaster shutter disaster poster roller trailer container cancer barrier terrier glacier slipper hammer blister cluster filter shelter monitor mirror tractor motor razor meteor sensor colander oleander lavender calendar powder ladder rudder folder border cylinder amber timber ember october september november december canister plunger trigger hanger burger ginger finger sticker locker rocker bunker cracker checker wicker flicker marker".split(
    " ",
  ),
);

/** Somebody of a trade that nobody listed, by the ending of the word; undefined where it is none. */
export function tradeNamed({ norm, stem }: Token): Entry | undefined {
  if (!TRADE.test(norm) || NO_TRADE.has(stem)) return undefined;
  const sex = /(?:women|woman|ess|girl)$/.test(norm)
    ? { female: 1 }
    : /(?:men|man|boy)$/.test(norm)
      ? { male: 1 }
      : undefined;
  // A choirboy and a schoolgirl are children, where nothing else is said.
  const age = /(?:boy|school.*)$/.test(norm) ? { age: 12, soft: true } : {};
  return { words: [norm], ...age, ...(sex && { sex, title: true }) };
}

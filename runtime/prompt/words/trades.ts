import type { Vocabulary } from "../vocabulary.ts";
import type { Entry } from "../vocabulary-file.ts";
import type { Token } from "./tokens.ts";

/** Endings of words for people, and of too few others to matter. */
const TRADE =
  /(?:.{3}(?:girl|boy|man|men|woman|women|ist|smith|wright|monger|keeper|maker|ologist|ographer)|.{4}(?:eer|ess|ier|trix)|.{3}(?:rer|ner|ver|ter|ler|ger|ker|der|cer|ser|mer|her|per|tor|sor|lor|ician|arian))s?$/;

/** "ageless", "madness": nobody's trade, though a governess has one. */
const ABSTRACT = /less$|(?<!gover|baro|deaco|patro|marchio|lio|demo)ness$/;

/** Somebody of a trade that nobody listed, by the ending of the word; undefined where it is none. */
export function tradeNamed({ notTrades }: Vocabulary, { norm, stem }: Token): Entry | undefined {
  if (!TRADE.test(norm) || ABSTRACT.test(norm) || notTrades.has(stem)) return undefined;
  const sex = /(?:women|woman|ess|trix|girl)$/.test(norm)
    ? { female: 1 }
    : /(?:men|man|boy)$/.test(norm)
      ? { male: 1 }
      : undefined;
  // A choirboy and a schoolgirl are children, where nothing else is said.
  const age = /boys?$|^schoolgirls?$/.test(norm) ? { age: 12, soft: true } : {};
  return { words: [norm], ...age, ...(sex && { sex, title: true }) };
}

/** What is done with wares, as it stands before "er": "a rose seller", "a salmon fisher", "a ruby cutter". */
const DEALS =
  "sell vend farm grow mak trad deal pick gather min div hunt fish burn cutt plant breed collect bak import smuggl peddl press digg carv polish roast brew grind weav harvest prospect pann";
const TRADER = new RegExp(`(?:(?:${DEALS.replaceAll(" ", "|")})[eo]r|monger|smith|merchant|thief|baron)s?$`);

/** Whether a word is for people whose trade is in what stands before it. */
export const isTrader = (word: string): boolean => TRADER.test(word);

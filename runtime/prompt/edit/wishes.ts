import type { Before } from "./stretch.ts";
import type { Wish, Words } from "./wish.ts";
import { RULES } from "./wish-rules.ts";

const POLITE =
  /^\s*(?:please|now|and|then|also|but|just|with|could you|can you|would you|as before|same as before|like before|(?:keep )?everything(?: else)?(?: (?:stays )?the same)?|(?:the )?same|i(?: want|'d (?:like|prefer|love)| would (?:like|prefer|love)| need) (?:him|her|it|them) to (?:be|have|look)|i(?: want|'d (?:like|prefer|love)| would (?:like|prefer|love)| need)|let's|let (?:him|her|it|them)|(?:he|she|it|they) (?:should|must|needs to|has to) (?:be|have|wear|look|get)|(?:he|she) (?:needs|wants))(?=\s|$)/i;
const INNER =
  /\s+(?:colou?r\s+)?(?:to\s+(?:be|look)|to(?!\s+(?:the|his|her|its)\b)|into|(?:should\s+|must\s+)?(?:be|look)|become)\s+/gi;
const SPLIT = /[,;.!]|\b(?:and|but|then|except(?: for)?)\b/gi;

/**
 * Takes an instruction apart; a verb goes on for what follows it ("add glasses and a hat"), and a noun for adjectives ("make the beard
 * longer and grey").
 * @param meant what "it" is where nothing is named before it.
 */
export function readWishes(instruction: string, words: Words, meant?: string): Wish[] {
  const wishes: Wish[] = [];
  let before: Before = { removes: false, styles: undefined, noun: undefined, it: meant, ofIt: undefined };
  let from = 0;
  const ends = [...instruction.matchAll(SPLIT)].map(({ index, 0: mark }) => [index, index + mark.length]);
  for (const [to, next] of [...ends, [instruction.length, instruction.length]]) {
    const start = from + politeIn(instruction.slice(from, to));
    const text = instruction.slice(start, to);
    const stretch = { text, start, end: to, before, words };
    const found =
      text.trim() === "" ? [] : RULES.reduce<Wish[] | undefined>((all, rule) => all ?? rule(stretch), undefined)!;
    const begins = /^\s*(?:add|give|put|make|turn)\b/i.test(instruction.slice(next));
    before = {
      removes: found.length > 0 ? found.at(-1)!.kind === "remove" && !begins : before.removes,
      styles: found[0]?.styling?.verb,
      noun: nounIn(instruction, from, to, words) ?? before.noun,
      it: lastThing(instruction.slice(from, to), words) ?? before.it,
      ofIt: found[0]?.it?.words ?? found[0]?.meant,
    };
    wishes.push(...found);
    from = next;
  }
  return wishes;
}

/** @returns how many characters of a stretch only ask, before what is asked for. */
function politeIn(stretch: string): number {
  let length = 0;
  for (let polite = POLITE.exec(stretch); polite; polite = POLITE.exec(stretch.slice(length)))
    length += polite[0].length;
  return length;
}

/** The last word of a stretch that names something of a head. */
function nounIn(text: string, from: number, to: number, { isNoun }: Words): Wish["noun"] {
  const last = [...text.slice(from, to).matchAll(/[\p{L}-]+/gu)].findLast(([word]) => isNoun(word.toLowerCase()));
  return last && [from + last.index, from + last.index + last[0].length];
}

/** The last word of a text that names something that has a colour. */
const lastThing = (text: string, { isThing }: Pick<Words, "isThing">): string | undefined =>
  text
    .toLowerCase()
    .match(/[\p{L}-]+/gu)
    ?.findLast(isThing);

/** Words between what is changed and what it becomes, which say nothing: "her hair to green". @returns the text with spaces in their place. */
export const blankInner = (text: string): string => text.replace(INNER, (words) => " ".repeat(words.length));

import type { Wish, Words } from "./wish.ts";

const IT = /^(?:make|dye|paint|colou?r|turn|have|let|set|get|want|keep)\s+(it|them)\s+(?:be\s+|look\s+|in\s+|to\s+)?/i;
/** Said of hair and beards, and of hair where nothing is named. */
const CUT = /^(?:cut|trim|grow|bleach|comb)\s+(it|them)\s+/i;
const GROWN = /^(?:hair|beard|moustache|mustache|goatee|whiskers)$/;
const WITHOUT = /^(?:remove|delete|drop|lose|get rid of)\s+(it|them)\s*$|^take\s+(it|them)\s+(?:off|away|out)\s*$/i;
const SHADED = /^(?:(?:a bit|a little|slightly|much|even|a lot)\s+)?(darker|lighter|paler|brighter)\s*$/i;
const PASSING = /^(?:more|much|very|even|a|bit|little|slightly|too|all|dyed|painted|rather|instead|darker|lighter)$/i;

/**
 * "make it blue", "remove it": of the thing that was named last, and not of the whole head.
 * @param start where the stretch begins in the instruction. @param meant the noun of that thing.
 */
export function readIt(stretch: string, start: number, meant: string | undefined, words: Words): Wish | undefined {
  if (meant === undefined) return undefined;
  const begin = start + stretch.length - stretch.trimStart().length;
  const part = stretch.trim();
  const said = IT.exec(part) ?? WITHOUT.exec(part) ?? (GROWN.test(meant) ? CUT.exec(part) : undefined);
  const word = said?.[1] ?? said?.[2];
  if (!said || !word) return undefined;
  const at = begin + part.toLowerCase().indexOf(` ${word.toLowerCase()}`) + 1;
  const it = { start: at, end: at + word.length, words: meant };
  if (said[0].length === part.length) return { kind: "remove", start: at, end: it.end, amount: 1, it };
  const rest = part.slice(said[0].length);
  const shaded = SHADED.exec(rest)?.[1];
  if (shaded) {
    const shade = /darker/i.test(shaded) ? -0.3 : 0.3;
    return { kind: "shade", start: at, end: it.end, amount: 1, it, shade };
  }
  const isPlain = (rest.match(/[\p{L}-]+/gu) ?? []).every(
    (one) => PASSING.test(one) || words.describes(one.toLowerCase()),
  );
  if (!isPlain) return undefined;
  const longer = /\b(longer|shorter)\b/i.exec(rest)?.[1];
  return {
    kind: "set",
    start: at,
    end: begin + part.length,
    amount: 1,
    it,
    ...(longer !== undefined && { longer: /longer/i.test(longer) }),
  };
}

/** What a text that came before means by "it": the one thing that it names, or the one that it gives a colour. */
export function meantBy(text: string, { isThing, isColor }: Pick<Words, "isThing" | "isColor">): string | undefined {
  const said = text.toLowerCase().match(/[\p{L}-]+/gu) ?? [];
  const things = said.flatMap((word, i) => (isThing(word) ? [{ word, isColored: isColor(said[i - 1] ?? "") }] : []));
  const colored = things.filter(({ isColored }) => isColored);
  return things.length === 1 ? things[0].word : colored.length === 1 ? colored[0].word : undefined;
}

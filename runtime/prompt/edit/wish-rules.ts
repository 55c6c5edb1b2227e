import { readIt } from "./it.ts";
import { amountOf, isPlain, lengthOf, nounOf, type Stretch, verbOf, whole, wish, wordsOf } from "./stretch.ts";
import { readStyling } from "./styling.ts";
import type { Said, Wish } from "./wish.ts";

/** @returns undefined where a stretch is not of the rule's kind. */
type Rule = (stretch: Stretch) => Wish[] | undefined;

const HOW = "(?:(a bit|a little|slightly|somewhat|much|far|a lot|way|even)\\s+)?";
const AGE = new RegExp(
  `^\\s*(?:(?:make|turn) (?:him|her|it|them|the \\w+) )?(?:look )?(?:(\\d+) years\\s+|${HOW})(older|younger)\\s*$`,
  "i",
);
const SHADE = new RegExp(
  `^\\s*(?:make |give )?(?:(?:him|her|it|them) (?:a )?)?(?:(?:the|his|her|its) )?(?:(skin|hair|beard|lips|eyes|hat)\\s+)?${HOW}(darker|lighter|paler|brighter)\\s*(skin|hair|beard|lips|eyes|hat|complexion)?\\s*$`,
  "i",
);
/** What is too much of something, or too little. */
const TOO =
  /^\s*(?:(?:the|his|her|its|he|she|it)\s+)?(?:.+\s+)?(?:is|are|looks?|'s)?\s*(?:(?:a bit|a little|much|far|way)\s+)?too\s+\w+.*$/i;
/** Verbs that are said of hair where nothing else is named. */
const HAIR_VERB = /^\s*(?:cut|dye|comb|brush|grow|trim|bleach)\s+it\s+/i;
const NORMAL =
  /^\s*(?:(?:make|give|let)\s+)?(?:(?:him|her|it|them)\s+)?(?:a\s+)?(?:normal|usual|ordinary|regular|average|human)\s+(\w+)\s*$|^\s*(?:(?:make|let)\s+)?(?:the|his|her|its)\s+(\w+)\s+(?:look\s+)?(?:normal|usual|ordinary|regular)\s*$/i;
const MENDED =
  /^\s*(?:straighten|fix|mend|reset)\s+(?:the|his|her|its)\s+(nose|ears?|jaw|chin|mouth|lips|face|eyes?|(?:eye)?brows?)\s*$/i;
const INSTEAD = /^\s*(.+?)\s+(?:instead of|rather than|in place of|in the place of)\s+(.+)$/i;
const SHAVE = /^\s*(?:clean[\s-]+)?shave\b\s*(.*)$/i;
const REPLACE =
  /^\s*(?:(?:replace|swap|exchange|change|switch|trade)\s+(.+?)\s+(?:with|for|by|to|into)|turn\s+((?:the|his|her|its)\s+.+?)\s+into(?=\s+an?\s)|(?:trim|cut|shave|reduce)\s+((?:the|his|her|its)\s+.+?)\s+(?:down\s+)?to(?!\s+(?:the|his|her)\s))\s+(.+)$/i;
const OPEN_MOUTH = [
  "jawOpen",
  "mouthFunnel",
  "mouthUpperUpLeft",
  "mouthUpperUpRight",
  "mouthLowerDownLeft",
  "mouthLowerDownRight",
];

/** What stretches are like, and what each kind wishes for. The first that fits counts; the last always does. */
export const RULES: readonly Rule[] = [
  named(
    "keep",
    /^\s*(?:keep|leave|preserve|(?:don't|do not|dont) (?:change|touch|remove|lose))\s+(.+?)(?:\s+(?:alone|on|as (?:it|he|she|they) (?:is|are)|the same|unchanged))?\s*$/i,
  ),
  it,
  styled,
  aged,
  shaded,
  tooMuch,
  cutIt,
  taken(/^(?!.*\bhalf\b).*(?:\bopen\b.*\beyes?\b|\beyes?\b.*\bopen\b)|^\s*(?:wake|awaken)\b/i, lidsOf),
  asUsual,
  taken(/^\s*(?:shut|close)\s+(?:the|his|her|its)\s+(?:mouth|jaw|lips)\s*$/i, () => ({
    kind: "expression",
    names: OPEN_MOUTH,
  })),
  taken(
    /^\s*(?:make (?:him|her|it|them) )?(?:a )?(?:neutral|blank|relaxed|straight|expressionless)(?: (?:expression|face|look))?\s*$|^\s*(?:calm|cool) (?:him|her|it|them) down\s*$|^\s*relax(?: (?:him|her|it|them|the|his|her)(?: face)?)?\s*$/i,
    () => ({ kind: "expression" }),
  ),
  named(
    "less",
    /^\s*(?:trim|cut|shorten|clip)\s+((?:the|his|her|its)\s+(?:hair|beard|moustache|mustache|goatee|whiskers))(?:\s+(?:back|a bit|a little|in half|by half))?\s*$/i,
  ),
  named("shade", /^\s*bleach\s+((?:the|his|her|its)\s+(?:hair|beard|moustache|mustache))\s*$/i, { shade: 0.65 }),
  named("set", /^\s*(?:grow|lengthen)\s+((?:the|his|her|its)\s+(?:hair|beard|moustache))(?:\s+out)?\s*$/i, {
    longer: true,
  }),
  compared(
    "less",
    new RegExp(
      `^\\s*(?:(?:give|make) (?:him|her|it|them) (?:have )?)?${HOW}(?:less|fewer|reduce)\\s+(?:the|his|her|of the|of his|of her)?\\s*(.+)$`,
      "i",
    ),
  ),
  compared(
    "more",
    new RegExp(
      `^\\s*(?:(?:give|make) (?:him|her|it|them) (?:have )?)?${HOW}more\\s+(?:of the\\s+)?(beard|hair|stubble|freckles|smile|anger|makeup|make up|wrinkles|scars?|muscles?)\\s*$`,
      "i",
    ),
  ),
  inPlaceOf,
  named(
    "remove",
    /^\s*(?:remove|delete|take off|take out|take away|stop|lose|drop|get rid of|shave off|cut off|without|no more|no|undo|heal|erase|wipe off|wash off|(?:don't|do not|dont)(?: (?:let|make) (?:him|her|it|them))?(?: (?:have|wear))?)\s+(?:all\s+)?(?:of\s+)?(.+)$/i,
  ),
  named("remove", /^\s*take\s+(.+?)\s+(?:off|away)\s*$/i),
  shaven,
  replaced,
  removedToo,
  set,
];

/** @param pattern whose group is what the wish is for. */
function named(kind: Wish["kind"], pattern: RegExp, rest: Partial<Wish> = {}): Rule {
  return (stretch) => {
    const words = pattern.exec(stretch.text)?.[1];
    return words ? [wish(kind, stretch, words, rest)] : undefined;
  };
}

/** @param pattern of what takes something away that no noun of it says. */
function taken(pattern: RegExp, of: (text: string) => Said): Rule {
  return (stretch) => (pattern.test(stretch.text) ? [whole("remove", stretch, { of: [of(stretch.text)] })] : undefined);
}

/** @param pattern whose groups are how much, and of what. */
function compared(kind: Wish["kind"], pattern: RegExp): Rule {
  return (stretch) => {
    const found = pattern.exec(stretch.text);
    return found ? [wish(kind, stretch, found[2], { amount: amountOf(found[1]) })] : undefined;
  };
}

function it({ text, start, before, words }: Stretch): Wish[] | undefined {
  const found = readIt(text, start, before.it, words);
  return found && [found];
}

function styled(stretch: Stretch): Wish[] | undefined {
  const styling = readStyling(stretch.text, stretch.before.styles);
  return styling && [whole("style", stretch, { styling })];
}

function aged(stretch: Stretch): Wish[] | undefined {
  const [, years, how, which] = AGE.exec(stretch.text) ?? [];
  if (which === undefined) return undefined;
  const sign = which.toLowerCase() === "older" ? 1 : -1;
  const isYears = years !== undefined;
  return [whole("age", stretch, { amount: sign * (isYears ? Number(years) : amountOf(how)), isYears })];
}

function shaded(stretch: Stretch): Wish[] | undefined {
  const [, first, how, which, last] = SHADE.exec(stretch.text) ?? [];
  if (which === undefined) return undefined;
  const shade = (/darker/i.test(which) ? -0.3 : 0.3) * amountOf(how);
  const words = first ?? last;
  const noun = nounOf(stretch);
  if (words) return [wish("shade", stretch, words, { shade })];
  return noun && [{ kind: "shade", start: noun[0], end: noun[1], amount: 1, shade }];
}

function tooMuch(stretch: Stretch): Wish[] | undefined {
  const noun = nounOf(stretch);
  return TOO.test(stretch.text) ? [whole("too", stretch, noun && { noun })] : undefined;
}

function cutIt({ text, start, end }: Stretch): Wish[] | undefined {
  const verb = HAIR_VERB.exec(text)?.[0];
  if (verb === undefined) return undefined;
  return [
    { kind: "set", start: start + verb.length, end, amount: 1, meant: "hair", ...lengthOf(/longer|shorter/i, text) },
  ];
}

function asUsual(stretch: Stretch): Wish[] | undefined {
  const usual = NORMAL.exec(stretch.text);
  const noun = usual?.[1] ?? usual?.[2] ?? MENDED.exec(stretch.text)?.[1];
  return noun && stretch.words.isNoun(noun.toLowerCase()) ? [wish("normal", stretch, noun)] : undefined;
}

/** "a hood instead of a hat"; "blue eyes instead of green" takes nothing away. */
function inPlaceOf(stretch: Stretch): Wish[] | undefined {
  const [, what, instead] = INSTEAD.exec(stretch.text) ?? [];
  if (instead === undefined || wordsOf(instead).every((word) => stretch.words.describes(word.toLowerCase())))
    return undefined;
  return [wish("remove", stretch, instead, { replaced: true }), wish("set", stretch, what.slice(verbOf(what).length))];
}

function shaven(stretch: Stretch): Wish[] | undefined {
  const what = SHAVE.exec(stretch.text)?.[1];
  if (what === undefined) return undefined;
  const moustache = /beard|goatee/i.test(what) ? [] : ["moustache"];
  const kinds = /moustache|mustache/i.test(what)
    ? ["moustache"]
    : /head|hair/i.test(what)
      ? ["hair"]
      : ["beard", ...moustache, "mark stubble"];
  return [whole("remove", stretch, { of: kinds.map((kind) => ({ kind })) })];
}

/** "swap the hat for a hood"; of what only gets another colour nothing is taken away. */
function replaced(stretch: Stretch): Wish[] | undefined {
  const found = REPLACE.exec(stretch.text);
  if (!found) return undefined;
  const [first, second] = [found[1] ?? found[2] ?? found[3], found[4]];
  const isColor =
    /^(?:the |his |her )?\w+(?:['’]s)? colou?r$/i.test(first) ||
    (/^\s*change/i.test(stretch.text) &&
      /^(?:the|his|her|its)\s+\w+$/i.test(first) &&
      !/^(?:a|an|the|his|her)\s/i.test(second));
  return isColor ? undefined : [wish("remove", stretch, first, { replaced: true }), wish("set", stretch, second)];
}

/** "remove the hat and glasses" */
function removedToo(stretch: Stretch): Wish[] | undefined {
  return stretch.before.removes && verbOf(stretch.text) === "" ? [whole("remove", stretch)] : undefined;
}

function set(stretch: Stretch): Wish[] {
  const { text, start, end, before } = stretch;
  // "make it shorter and red"
  const meant = isPlain(stretch) ? before.ofIt : undefined;
  const noun = nounOf(stretch);
  const of = meant ? { meant } : noun && { noun };
  return [
    {
      kind: "set",
      start: start + verbOf(text).length,
      end,
      amount: 1,
      ...lengthOf(/\b(?:longer|shorter)\b/i, text),
      ...of,
    },
  ];
}

/** Closed lids, of one eye where its side is said. */
function lidsOf(text: string): Said {
  const side = /\b(left|right)\b/i.exec(text)?.[1].toLowerCase();
  const names = ["Left", "Right"].filter((one) => side === undefined || one.toLowerCase() === side);
  return { kind: "expression", names: names.map((one) => `eyeBlink${one}`) };
}

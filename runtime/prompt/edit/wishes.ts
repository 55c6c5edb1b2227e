import { readIt } from "./it.ts";
import { readStyling } from "./styling.ts";
import type { Said, Wish, Words } from "./wish.ts";

const HOW = "(?:(a bit|a little|slightly|somewhat|much|far|a lot|way|even)\\s+)?";
const POLITE =
  /^\s*(?:please|now|and|then|also|but|just|with|could you|can you|would you|as before|same as before|like before|(?:keep )?everything(?: else)?(?: (?:stays )?the same)?|(?:the )?same|i(?: want|'d (?:like|prefer|love)| would (?:like|prefer|love)| need) (?:him|her|it|them) to (?:be|have|look)|i(?: want|'d (?:like|prefer|love)| would (?:like|prefer|love)| need)|let's|let (?:him|her|it|them)|(?:he|she|it|they) (?:should|must|needs to|has to) (?:be|have|wear|look|get)|(?:he|she) (?:needs|wants))(?=\s|$)/i;
const KEEP =
  /^\s*(?:keep|leave|preserve|(?:don't|do not|dont) (?:change|touch|remove|lose))\s+(.+?)(?:\s+(?:alone|on|as (?:it|he|she|they) (?:is|are)|the same|unchanged))?\s*$/i;
const NORMAL =
  /^\s*(?:(?:make|give|let)\s+)?(?:(?:him|her|it|them)\s+)?(?:a\s+)?(?:normal|usual|ordinary|regular|average|human)\s+(\w+)\s*$|^\s*(?:(?:make|let)\s+)?(?:the|his|her|its)\s+(\w+)\s+(?:look\s+)?(?:normal|usual|ordinary|regular)\s*$/i;
const MENDED =
  /^\s*(?:straighten|fix|mend|reset)\s+(?:the|his|her|its)\s+(nose|ears?|jaw|chin|mouth|lips|face|eyes?|(?:eye)?brows?)\s*$/i;
const SHUT_MOUTH = /^\s*(?:shut|close)\s+(?:the|his|her|its)\s+(?:mouth|jaw|lips)\s*$/i;
/** What is too much of something, or too little. */
const TOO =
  /^\s*(?:(?:the|his|her|its|he|she|it)\s+)?(?:.+\s+)?(?:is|are|looks?|'s)?\s*(?:(?:a bit|a little|much|far|way)\s+)?too\s+\w+.*$/i;
/** Verbs that are said of hair where nothing else is named. */
const HAIR_VERB = /^\s*(?:cut|dye|comb|brush|grow|trim|bleach)\s+it\s+/i;
const REMOVE =
  /^\s*(?:remove|delete|take off|take out|take away|stop|lose|drop|get rid of|shave off|cut off|without|no more|no|undo|heal|erase|wipe off|wash off|(?:don't|do not|dont)(?: (?:let|make) (?:him|her|it|them))?(?: (?:have|wear))?)\s+(?:all\s+)?(?:of\s+)?(.+)$/i;
const TAKE_OFF = /^\s*take\s+(.+?)\s+(?:off|away)\s*$/i;
const SHAVE = /^\s*(?:clean[\s-]+)?shave\b\s*(.*)$/i;
const TRIM =
  /^\s*(?:trim|cut|shorten|clip)\s+((?:the|his|her|its)\s+(?:hair|beard|moustache|mustache|goatee|whiskers))(?:\s+(?:back|a bit|a little|in half|by half))?\s*$/i;
const BLEACH = /^\s*bleach\s+((?:the|his|her|its)\s+(?:hair|beard|moustache|mustache))\s*$/i;
const GROW = /^\s*(?:grow|lengthen)\s+((?:the|his|her|its)\s+(?:hair|beard|moustache))(?:\s+out)?\s*$/i;
const OPEN_EYES = /^(?!.*\bhalf\b).*(?:\bopen\b.*\beyes?\b|\beyes?\b.*\bopen\b)|^\s*(?:wake|awaken)\b/i;
const NEUTRAL =
  /^\s*(?:make (?:him|her|it|them) )?(?:a )?(?:neutral|blank|relaxed|straight|expressionless)(?: (?:expression|face|look))?\s*$|^\s*(?:calm|cool) (?:him|her|it|them) down\s*$|^\s*relax(?: (?:him|her|it|them|the|his|her)(?: face)?)?\s*$/i;
const LESS = new RegExp(
  `^\\s*(?:(?:give|make) (?:him|her|it|them) (?:have )?)?${HOW}(?:less|fewer|reduce)\\s+(?:the|his|her|of the|of his|of her)?\\s*(.+)$`,
  "i",
);
const MORE = new RegExp(
  `^\\s*(?:(?:give|make) (?:him|her|it|them) (?:have )?)?${HOW}more\\s+(?:of the\\s+)?(beard|hair|stubble|freckles|smile|anger|makeup|make up|wrinkles|scars?|muscles?)\\s*$`,
  "i",
);
const AGE = new RegExp(
  `^\\s*(?:(?:make|turn) (?:him|her|it|them|the \\w+) )?(?:look )?(?:(\\d+) years\\s+|${HOW})(older|younger)\\s*$`,
  "i",
);
const SHADE = new RegExp(
  `^\\s*(?:make |give )?(?:(?:him|her|it|them) (?:a )?)?(?:(?:the|his|her|its) )?(?:(skin|hair|beard|lips|eyes|hat)\\s+)?${HOW}(darker|lighter|paler|brighter)\\s*(skin|hair|beard|lips|eyes|hat|complexion)?\\s*$`,
  "i",
);
const REPLACE =
  /^\s*(?:(?:replace|swap|exchange|change|switch|trade)\s+(.+?)\s+(?:with|for|by|to|into)|turn\s+((?:the|his|her|its)\s+.+?)\s+into(?=\s+an?\s)|(?:trim|cut|shave|reduce)\s+((?:the|his|her|its)\s+.+?)\s+(?:down\s+)?to(?!\s+(?:the|his|her)\s))\s+(.+)$/i;
const INSTEAD = /^\s*(.+?)\s+(?:instead of|rather than|in place of|in the place of)\s+(.+)$/i;
/** Verbs that only say that something is to be; what follows is what is asked for. */
const SET =
  /^\s*(?:(?:add|move|shift|push|slide|lift|shorten|lengthen|age|give (?:him|her|it|them|the \w+)|put(?: on)?|wear|has|grow|have|turn|make|dye|paint|colou?r|cut|comb|style|tie|pull|set|change|transform|let|get|dress)(?:\s+(?:him|her|it|them)(?=\s))?(?:\s+(?:look like|look|be|wear|in|on|into|(?:(?:up|down)\s+)?to))?)\s+/i;
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
  let noun: Wish["noun"];
  let from = 0;
  let removes = false;
  let styles: string | undefined;
  let it = meant;
  let ofIt: string | undefined;
  const ends = [...instruction.matchAll(SPLIT)].map(({ index, 0: mark }) => [index, index + mark.length]);
  for (const [to, next] of [...ends, [instruction.length, instruction.length]]) {
    const found = readPart(instruction, from, to, { removes, styles, noun, it, ofIt }, words);
    ofIt = found[0]?.it?.words ?? found[0]?.meant;
    it = lastThing(instruction.slice(from, to), words) ?? it;
    noun = nounIn(instruction, from, to, words) ?? noun;
    styles = found[0]?.styling?.verb;
    if (found.length > 0)
      removes = found.at(-1)!.kind === "remove" && !/^\s*(?:add|give|put|make|turn)\b/i.test(instruction.slice(next));
    wishes.push(...found);
    from = next;
  }
  return wishes;
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

/** @param before what goes on for it: whether a verb took away, a verb that styled, a noun, what "it" is, and whether it was spoken of last. */
function readPart(
  text: string,
  begin: number,
  end: number,
  before: {
    removes: boolean;
    styles?: string | undefined;
    noun?: Wish["noun"];
    it?: string | undefined;
    ofIt?: string | undefined;
  },
  words: Words,
): Wish[] {
  let start = begin;
  for (let polite = POLITE.exec(text.slice(start, end)); polite; polite = POLITE.exec(text.slice(start, end))) {
    start += polite[0].length;
  }
  const part = text.slice(start, end);
  if (!part.trim()) return [];
  const within = (group: string, kind: Wish["kind"], rest: Partial<Wish> = {}): Wish => {
    const at = start + part.lastIndexOf(group);
    return { kind, start: at, end: at + group.length, amount: 1, ...rest };
  };
  const kept = KEEP.exec(part)?.[1];
  if (kept) return [within(kept, "keep")];
  const said = part.match(/[\p{L}-]+/gu) ?? [];
  const isPlain = said.every(
    (word) =>
      /^(?:more|much|very|even|a|bit|little|slightly|too|on|the|left|right|side|dyed|painted)$/i.test(word) ||
      words.describes(word.toLowerCase()),
  );
  const ofIt = readIt(part, start, before.it, words);
  if (ofIt) return [ofIt];
  const { noun } = isPlain && said.length > 0 ? before : {};
  const styling = readStyling(part, before.styles);
  if (styling) return [within(part.trim(), "style", { styling })];
  const age = AGE.exec(part);
  if (age) {
    const sign = age[3].toLowerCase() === "older" ? 1 : -1;
    const years = age[1] === undefined ? undefined : Number(age[1]);
    return [
      { ...within(part.trim(), "age"), amount: sign * (years ?? amountOf(age[2])), isYears: years !== undefined },
    ];
  }
  const shade = SHADE.exec(part);
  const shaded = shade && (shade[1] ?? shade[4]);
  if (shade && (shaded || noun)) {
    const share = (/darker/i.test(shade[3]) ? -0.3 : 0.3) * amountOf(shade[2]);
    return shaded
      ? [within(shaded, "shade", { shade: share })]
      : [{ kind: "shade", start: noun![0], end: noun![1], amount: 1, shade: share }];
  }
  if (TOO.test(part)) return [{ ...within(part.trim(), "too"), ...(noun && { noun }) }];
  const isCut = HAIR_VERB.exec(part);
  if (isCut) {
    const longer = /longer|shorter/i.test(part) ? { longer: /longer/i.test(part) } : {};
    return [{ kind: "set", start: start + isCut[0].length, end, amount: 1, meant: "hair", ...longer }];
  }
  if (OPEN_EYES.test(part)) return [within(part.trim(), "remove", { of: [lidsOf(part)] })];
  const plain = NORMAL.exec(part);
  const normal = plain?.[1] ?? plain?.[2] ?? MENDED.exec(part)?.[1];
  if (normal && words.isNoun(normal.toLowerCase())) return [within(normal, "normal")];
  if (SHUT_MOUTH.test(part))
    return [within(part.trim(), "remove", { of: [{ kind: "expression", names: OPEN_MOUTH }] })];
  if (NEUTRAL.test(part)) return [within(part.trim(), "remove", { of: [{ kind: "expression" }] })];
  const trimmed = TRIM.exec(part)?.[1];
  if (trimmed) return [within(trimmed, "less")];
  const bleached = BLEACH.exec(part)?.[1];
  if (bleached) return [within(bleached, "shade", { shade: 0.65 })];
  const grown = GROW.exec(part)?.[1];
  if (grown) return [within(grown, "set", { longer: true })];
  const less = LESS.exec(part);
  if (less) return [within(less[2], "less", { amount: amountOf(less[1]) })];
  const more = MORE.exec(part);
  if (more) return [within(more[2], "more", { amount: amountOf(more[1]) })];
  const instead = INSTEAD.exec(part);
  // "blue eyes instead of green" takes nothing away.
  if (instead && !(instead[2].match(/[\p{L}-]+/gu) ?? []).every((word) => words.describes(word.toLowerCase()))) {
    const skip = SET.exec(instead[1])?.[0].length ?? 0;
    return [within(instead[2], "remove", { replaced: true }), within(instead[1].slice(skip), "set")];
  }
  const removed = REMOVE.exec(part)?.[1] ?? TAKE_OFF.exec(part)?.[1];
  if (removed) return [within(removed, "remove")];
  const shaved = SHAVE.exec(part);
  if (shaved) {
    const kinds = /moustache|mustache/i.test(shaved[1])
      ? ["moustache"]
      : /head|hair/i.test(shaved[1])
        ? ["hair"]
        : ["beard", ...(/beard|goatee/i.test(shaved[1]) ? [] : ["moustache"]), "mark stubble"];
    return [within(part.trim(), "remove", { of: kinds.map((kind) => ({ kind })) })];
  }
  const replaced = REPLACE.exec(part);
  const [first = "", second = ""] = [replaced?.[1] ?? replaced?.[2] ?? replaced?.[3], replaced?.[4]];
  if (replaced && !/^(?:the |his |her )?\w+(?:['’]s)? colou?r$/i.test(first)) {
    const isColor =
      /^(?:the|his|her|its)\s+\w+$/i.test(first) &&
      !/^(?:a|an|the|his|her)\s/i.test(second) &&
      /^\s*change/i.test(part);
    if (!isColor) return [within(first, "remove", { replaced: true }), within(second, "set")];
  }
  const verb = SET.exec(part);
  if (before.removes && !verb) return [within(part.trim(), "remove")];
  const skip = verb?.[0].length ?? 0;
  const [compared] = /\b(?:longer|shorter)\b/i.exec(part) ?? [];
  const longer = compared === undefined ? {} : { longer: /longer/i.test(compared) };
  // "make it shorter and red"
  const meant = isPlain && said.length > 0 ? before.ofIt : undefined;
  return [{ kind: "set", start: start + skip, end, amount: 1, ...longer, ...(meant ? { meant } : noun && { noun }) }];
}

const OPEN_MOUTH = [
  "jawOpen",
  "mouthFunnel",
  "mouthUpperUpLeft",
  "mouthUpperUpRight",
  "mouthLowerDownLeft",
  "mouthLowerDownRight",
];

/** Closed lids, of one eye where its side is said. */
function lidsOf(text: string): Said {
  const side = /\b(left|right)\b/i.exec(text)?.[1].toLowerCase();
  const names = ["Left", "Right"].filter((one) => side === undefined || one.toLowerCase() === side);
  return { kind: "expression", names: names.map((one) => `eyeBlink${one}`) };
}

/** Words between what is changed and what it becomes, which say nothing: "her hair to green". @returns the text with spaces in their place. */
export const blankInner = (text: string): string => text.replace(INNER, (words) => " ".repeat(words.length));

function amountOf(how: string | undefined): number {
  if (!how) return 1;
  return /much|far|lot|way|even/i.test(how) ? 1.5 : 0.5;
}

import type { Wish, Words } from "./wish.ts";

/** What a stretch of an instruction goes on for, of those before it. */
export interface Before {
  /** Whether a verb took away. */
  removes: boolean;
  /** A verb that styled. */
  styles: string | undefined;
  /** Where a noun stands. */
  noun: Wish["noun"];
  /** What "it" is. */
  it: string | undefined;
  /** The same, where it was spoken of last. */
  ofIt: string | undefined;
}

/** What stands between two commas or conjunctions of an instruction. */
export interface Stretch {
  text: string;
  /** Where it stands in the instruction. */
  start: number;
  end: number;
  before: Before;
  words: Words;
}

/** Verbs that only say that something is to be; what follows is what is asked for. */
const SET =
  /^\s*(?:(?:add|move|shift|push|slide|lift|shorten|lengthen|age|give (?:him|her|it|them|the \w+)|put(?: on)?|wear|has|grow|have|turn|make|dye|paint|colou?r|cut|comb|style|tie|pull|set|change|transform|let|get|dress)(?:\s+(?:him|her|it|them)(?=\s))?(?:\s+(?:look like|look|be|wear|in|on|into|(?:(?:up|down)\s+)?to))?)\s+/i;

/** A wish for what some words of a stretch name. */
export function wish(kind: Wish["kind"], { text, start }: Stretch, words: string, rest: Partial<Wish> = {}): Wish {
  const at = start + text.lastIndexOf(words);
  return { kind, start: at, end: at + words.length, amount: 1, ...rest };
}

export const whole = (kind: Wish["kind"], stretch: Stretch, rest: Partial<Wish> = {}): Wish =>
  wish(kind, stretch, stretch.text.trim(), rest);

export const verbOf = (text: string): string => SET.exec(text)?.[0] ?? "";
export const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}-]+/gu) ?? [];

/** @param compared finds what says how long it is to be. */
export function lengthOf(compared: RegExp, text: string): Pick<Wish, "longer"> {
  const [found] = compared.exec(text) ?? [];
  return found === undefined ? {} : { longer: /longer/i.test(found) };
}

/** Whether adjectives are all that is said. */
export function isPlain({ text, words }: Stretch): boolean {
  const said = wordsOf(text);
  const passing = /^(?:more|much|very|even|a|bit|little|slightly|too|on|the|left|right|side|dyed|painted)$/i;
  return said.length > 0 && said.every((word) => passing.test(word) || words.describes(word.toLowerCase()));
}

/** The noun before it that adjectives are said of. */
export const nounOf = (stretch: Stretch): Wish["noun"] => (isPlain(stretch) ? stretch.before.noun : undefined);

/** How much a stretch says by its adverbs. */
export function amountOf(how: string | undefined): number {
  if (!how) return 1;
  return /much|far|lot|way|even/i.test(how) ? 1.5 : 0.5;
}

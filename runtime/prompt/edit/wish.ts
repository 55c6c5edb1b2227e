import type { Substitute } from "../words/substitute.ts";
import type { Styling } from "./styling.ts";

/** What is named, in the words of `removeKind`, "expression" with its morphs, or "face" with its; without names all of them. */
export interface Said {
  kind: string;
  names?: string[];
  /** Of hair, where a style of it is named. */
  style?: string;
  /** Of marks, where one is said to be. */
  place?: string;
  side?: "left" | "right";
}

/** One thing that an instruction asks for: a stretch of it, and what is to become of what it names. */
export interface Wish {
  kind: "set" | "remove" | "less" | "more" | "age" | "shade" | "style" | "keep" | "too" | "normal";
  /** Where its words stand in the instruction. */
  start: number;
  end: number;
  /** How much: 1 is plain, 0.5 a bit, 1.5 much. With ages, years where `isYears`. */
  amount: number;
  isYears?: boolean;
  /** Where the noun stands that adjectives are said of: "make the beard longer and grey". */
  noun?: readonly [start: number, end: number];
  /** "it" or "them", and the noun that is meant by it. */
  it?: Substitute;
  /** A noun that stands nowhere: "cut it short" is said of hair. */
  meant?: string;
  /** What is taken away where no noun says it: "shave". */
  of?: Said[];
  /** Says how long something is by comparison. */
  longer?: boolean;
  /** Gives way to what the next wish puts in its place. */
  replaced?: boolean;
  /** What a verb makes of a growth. */
  styling?: Styling;
  /** Of shades: towards white, or black where negative. */
  shade?: number;
}

/** What words are: nouns for what a head has or wears, and adjectives that can be said of those. */
export interface Words {
  isNoun: (word: string) => boolean;
  /** Nouns for what has a colour, of a head or not. */
  isThing: (word: string) => boolean;
  isColor: (word: string) => boolean;
  describes: (word: string) => boolean;
}

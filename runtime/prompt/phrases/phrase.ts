import type { Lexeme } from "../words/lexemes.ts";
import type { Token } from "../words/tokens.ts";

/** What stands before a phrase and says how it belongs to the rest. */
export interface Lead {
  tokens: Token[];
  preposition?: string;
  conjunction?: string;
  negated: boolean;
  /** "a", "the", "his": a noun has to follow. */
  expects: boolean;
  owned: boolean;
  copula: boolean;
  /** Object of something done: "smoking a pipe". */
  does: boolean;
  wears: boolean;
  /** "all pale": said of all of it, and not of the noun before. */
  whole: boolean;
  /** "running down": where something gets to. */
  moves: boolean;
}

/** A noun with what is said of it. */
export interface Phrase {
  lead: Lead;
  /** Before the noun, and after it; in the order of the text. */
  mods: Lexeme[];
  post: Lexeme[];
  /** One, or several people in one: "zombie nurse". */
  heads: Lexeme[];
  /** "a zombie head": a head of somebody was asked for in so many words. */
  isHead?: boolean;
  /** Number of the stretch between commas. */
  clause: number;
  /** Where it is: "over the left eye". */
  at?: Phrase;
  /** Of what it is: "of gold". */
  of?: Phrase;
}

export const newLead = (): Lead => ({
  tokens: [],
  negated: false,
  expects: false,
  owned: false,
  copula: false,
  does: false,
  wears: false,
  whole: false,
  moves: false,
});

export const newPhrase = (lead: Lead, clause: number): Phrase => ({ lead, mods: [], post: [], heads: [], clause });

/** Everything said in a phrase, in the order of the text. */
export const lexemesOf = ({ mods, heads, post }: Phrase): Lexeme[] =>
  [...mods, ...heads, ...post].sort((a, b) => a.tokens[0].start - b.tokens[0].start);

/** Every word of a phrase but those that lead it in. */
export const phraseTokens = (phrase: Phrase): Token[] => lexemesOf(phrase).flatMap(({ tokens }) => tokens);

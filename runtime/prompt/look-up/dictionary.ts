import { ARTICLES } from "../words/grammar.ts";
import { stemOf, type Token } from "../words/tokens.ts";

/** What a dictionary says of a word that is seen on a face. */
export interface Definition {
  kind: "noun" | "adjective" | "person";
  /** In the vocabulary's words: what to read in its place. */
  as: string;
  /** The definition, shortened. */
  gloss: string;
}

/** What words look like that the vocabulary does not list: `assets/vocabulary/dictionary.json.gz`. */
export interface Dictionary {
  /** Colours of things, six hexadecimal digits of sRGB, by their names in lower case. */
  colors: Readonly<Record<string, string>>;
  /** Names of those that hair or skin is called after with no more than the word: food, plants, substances; an owl's eyes are no colour. */
  stuffs: readonly string[];
  readAs: Readonly<Record<string, Definition>>;
}

/** The longest name in words. */
const MOST_WORDS = 4;

/** Consecutive words that a table has, from the token `from` on to `to`, exclusive. */
export interface Run {
  from: number;
  to: number;
  key: string;
}

/**
 * Every run of words that a table has, the longest first at each place; the last word may be a plural, and "chimney sweep" one word.
 * @param isOpen whether a token may be looked up.
 */
export function findRuns(
  table: Readonly<Record<string, unknown>>,
  tokens: readonly Token[],
  isOpen: (token: Token) => boolean,
): Run[] {
  const out: Run[] = [];
  for (let from = 0; from < tokens.length; from++) {
    let most = from;
    while (most < tokens.length && most < from + MOST_WORDS && isOpen(tokens[most])) most++;
    for (let to = most; to > from; to--) {
      const norms = tokens.slice(from, to).map(({ norm }) => norm);
      const stem = [...norms.slice(0, -1), stemOf(norms.at(-1)!)];
      const key = [norms.join(" "), norms.join(""), stem.join(" ")].find((name) => Object.hasOwn(table, name));
      if (key === undefined) continue;
      out.push({ from, to, key });
      from = to - 1;
      break;
    }
  }
  return out;
}

/** Where the word stands that leads in a noun, before its articles; -1 where it begins the text. */
export function leadAt(tokens: readonly Token[], from: number): number {
  let at = from - 1;
  while (at >= 0 && ARTICLES.has(tokens[at].norm)) at--;
  return at;
}

const LINKS = new Set(["is", "are", "all", "very", "quite", "of"]);
const OWNERS = new Set(["his", "her", "its", "their"]);
/** Words and marks after which a list of adjectives has surely ended. */
const ENDS = new Set([
  ",",
  ";",
  ":",
  ".",
  "and",
  "with",
  "without",
  "no",
  "a",
  "an",
  "the",
  "in",
  "on",
  "to",
  "who",
  "but",
]);

/** What a prompt may say, taken from the phrases that a table knows. */
export interface Vocabulary {
  /** Last words of phrases: "hair", "beard", "orc". */
  nouns: Set<string>;
  /** Words before the last, and colours: "long", "curly", "red". */
  adjectives: Set<string>;
}

/** @param phrases lower case, singular. @param colors names of one or two words. */
export function vocabularyOf(phrases: Iterable<string>, colors: Iterable<string> = []): Vocabulary {
  const nouns = new Set<string>();
  const adjectives = new Set<string>();
  for (const phrase of phrases) {
    const words = phrase.split(" ");
    nouns.add(words.pop()!);
    for (const word of words) adjectives.add(word);
  }
  for (const color of colors) for (const word of color.split(" ")) adjectives.add(word);
  // "hair in a bun" knows no adjectives, and "beard" in "long braided beard" stays a noun.
  for (const word of [...ENDS, ...LINKS, ...nouns]) adjectives.delete(word);
  return { nouns, adjectives };
}

/**
 * Puts adjectives that follow their noun before it, so that phrases need to be listed in one order only: "her hair long and
 * pink" becomes "her long pink hair", "whose beard and hair are red" becomes "whose red beard and red hair". A list counts
 * as following where no other word stands behind it: in "a dwarf, red beard" red stays with the beard.
 * @returns words in lower case, without punctuation.
 */
export function adjectivesFirst(prompt: string, { nouns, adjectives }: Vocabulary): string {
  const tokens = prompt.toLowerCase().match(/[\p{L}\p{N}]+|[,;:.]/gu) ?? [];
  const isNoun = (i: number) => nouns.has(tokens[i]) || nouns.has(tokens[i]?.replace(/s$/u, ""));
  const isAdjective = (i: number) => adjectives.has(tokens[i]) && !nouns.has(tokens[i]);
  const out: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (!isNoun(i)) {
      if (/[\p{L}\p{N}]/u.test(tokens[i])) out.push(tokens[i]);
      continue;
    }
    const second = secondNoun(tokens, i, isNoun);
    const { found, next } = followers(tokens, (second ?? i) + 1, isAdjective);
    out.push(...found, tokens[i]);
    if (second !== undefined && found.length > 0) out.push("and", ...found, tokens[second]);
    if (found.length > 0) i = next - 1;
  }
  return out.join(" ");
}

/** In "beard and hair are": the other noun that shares what follows. */
function secondNoun(tokens: string[], first: number, isNoun: (i: number) => boolean): number | undefined {
  if (tokens[first + 1] !== "and") return undefined;
  const second = OWNERS.has(tokens[first + 2]) ? first + 3 : first + 2;
  return isNoun(second) && (tokens[second + 1] === "are" || tokens[second + 1] === "is") ? second : undefined;
}

function followers(tokens: string[], from: number, isAdjective: (i: number) => boolean) {
  const found: string[] = [];
  let i = from;
  if (tokens[i] === "," || tokens[i] === ":") i++;
  while (LINKS.has(tokens[i])) i++;
  for (;;) {
    if (isAdjective(i)) found.push(tokens[i++]);
    else if (found.length > 0 && (tokens[i] === "," || tokens[i] === "and") && isAdjective(i + 1)) i++;
    else if (found.length > 0 && tokens[i] === "," && tokens[i + 1] === "and" && isAdjective(i + 2)) i += 2;
    else break;
  }
  const ended = i >= tokens.length || ENDS.has(tokens[i]) || OWNERS.has(tokens[i]);
  return ended ? { found, next: i } : { found: [], next: from };
}

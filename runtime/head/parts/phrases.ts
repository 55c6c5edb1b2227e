/** A word of a prompt. */
export interface Word {
  text: string;
  /** Name of the colour that stands before it. */
  color?: string;
  /** Taken by a phrase, so that no other reads it: the horns of a "horned helmet" are the helmet's. */
  taken?: boolean;
}

/** Where a phrase stands in a prompt. */
export interface Match {
  words: Word[];
  /** Colour in or before the phrase. */
  color?: string;
  /** "no" or "without" stands before it. */
  denied: boolean;
}

const NEGATIONS = new Set(["no", "without"]);

/** What has no colour of its own: in "a grey bald ogre" the ogre is grey. */
export const UNCOLORED = new Set(["bald", "hairless"]);

/** Words without the colours between them; each colour is kept with the word that follows it. @param names of colours. */
export function readWords(names: object, text: string): Word[] {
  const tokens = text.split(" ");
  const out: Word[] = [];
  let color: string | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const named = [`${tokens[i]} ${tokens[i + 1]}`, tokens[i]].find((name) => name in names);
    if (named) {
      color = named;
      if (named.includes(" ")) i++;
      continue;
    }
    const passes = UNCOLORED.has(tokens[i]);
    out.push({ text: tokens[i], color: passes ? undefined : color });
    if (!passes) color = undefined;
  }
  return out;
}

export function findPhrase(words: Word[], phrase: string): Match | undefined {
  const wanted = phrase.split(" ");
  const same = ({ text, taken }: Word, word: string) => !taken && (text === word || text === `${word}s`);
  for (let i = 0; i + wanted.length <= words.length; i++) {
    if (!wanted.every((word, k) => same(words[i + k], word))) continue;
    const found = words.slice(i, i + wanted.length);
    const color = found.findLast((word) => word.color)?.color;
    return { words: found, color, denied: words.slice(Math.max(0, i - 2), i).some(({ text }) => NEGATIONS.has(text)) };
  }
  return undefined;
}

export interface Found<E> {
  entry: E;
  match: Match;
}

/** The entry with the longest phrase that the text has and does not deny. */
export function findEntry<E extends { words: string[] }>(words: Word[], entries: E[]): Found<E> | undefined {
  return findEntries(words, entries)[0];
}

/** All entries with a phrase that the text has and does not deny, those with longer phrases first. */
export function findEntries<E extends { words: string[] }>(words: Word[], entries: E[]): Found<E>[] {
  const found: (Found<E> & { length: number })[] = [];
  for (const entry of entries) {
    const matches = entry.words.flatMap((phrase) => {
      const match = findPhrase(words, phrase);
      return match && !match.denied ? [{ entry, match, length: phrase.length }] : [];
    });
    if (matches.length > 0) found.push(matches.reduce((a, b) => (b.length > a.length ? b : a)));
  }
  return found.sort((a, b) => b.length - a.length);
}

export function isDenied(words: Word[], entries: { words: string[] }[]): boolean {
  return entries.some((entry) => entry.words.some((phrase) => findPhrase(words, phrase)?.denied));
}

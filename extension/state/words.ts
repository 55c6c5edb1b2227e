import type { Vocabulary } from "../service-types.ts";

/**
 * What could come next while a prompt is typed: known words that begin with what stands after the last comma or space
 * (up to three words back, so that "braided b" finds "braided beard").
 * @returns at most `most` words, shorter ones first; an idea of each group where the prompt is empty.
 */
export function completions(prompt: string, { groups }: Vocabulary, most = 6): string[] {
  if (prompt.trim() === "") {
    return groups
      .filter(({ words }) => words.length > 0)
      .map(({ words }) => words[0])
      .slice(0, most);
  }
  const found = new Set<string>();
  const known = groups.flatMap(({ words }) => words);
  for (const tail of tails(prompt)) {
    const begun = known.filter((word) => word.length > tail.length && word.toLowerCase().startsWith(tail));
    for (const word of begun.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) found.add(word);
    // What is whole already is not the beginning of another: after "chef hat" nobody means "hatless".
    if (known.some((word) => word.toLowerCase() === tail)) break;
  }
  return [...found].slice(0, most);
}

/** Puts a chosen word in the place of what was begun of it. */
export function complete(prompt: string, word: string): string {
  const begun = tails(prompt).find((tail) => word.toLowerCase().startsWith(tail)) ?? "";
  const kept = prompt.slice(0, prompt.length - begun.length);
  return `${kept}${kept === "" || /[\s,]$/.test(kept) ? "" : " "}${word} `;
}

/** Replaces a word by another one, wherever it stands alone. */
export function replaceWord(prompt: string, word: string, by: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return prompt.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "giu"), () => by);
}

/** Takes words out of a prompt, with the commas that are left over. @param ranges first characters and ones past the last. */
export function withoutRanges(prompt: string, ranges: readonly (readonly number[])[]): string {
  const kept = [...ranges]
    .sort((a, b) => b[0] - a[0])
    .reduce((text, [from, to]) => `${text.slice(0, from)} ${text.slice(to)}`, prompt);
  return kept
    .replace(/\s+/g, " ")
    .replace(/ ?([,;:]) ?(?:[,;:] ?)*/g, "$1 ")
    .replace(/^[\s,;:]+|[\s,;:]+$/g, "");
}

/** The last three, two and one words of a prompt in lower case, the longest first; none after a space. */
function tails(prompt: string): string[] {
  const clause = prompt
    .slice(prompt.lastIndexOf(",") + 1)
    .trimStart()
    .toLowerCase();
  if (clause === "" || /\s$/.test(clause)) return [];
  const words = clause.split(/\s+/);
  return [3, 2, 1].filter((count) => count <= words.length).map((count) => words.slice(-count).join(" "));
}

import { text } from "node:stream/consumers";

/** What was typed after a command, or standard input where that is "-"; lines become one. */
export async function readWords(words: readonly string[]): Promise<string> {
  if (words.length !== 1 || words[0] !== "-") return words.join(" ");
  return (await text(process.stdin)).trim().replace(/\s*\n\s*/g, " ");
}

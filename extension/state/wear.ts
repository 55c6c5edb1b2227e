import type { Look, PartInfo } from "../service-types.ts";
import { withoutRanges } from "./words.ts";

/** Kinds of which a head wears one at a time. */
const ALONE = ["hair", "beard", "moustache", "brows", "hat", "glasses", "mask"];

/** Whether a Look wears a part. */
export function isWorn({ kind, wears, words }: PartInfo, look: Look | undefined): boolean {
  if (!look) return false;
  const is = (name: string | undefined) => name !== undefined && (name === wears || words.includes(name));
  if (look.parts.some((part) => part.kind === kind && is(part.id))) return true;
  if (kind === "hair") return is(look.hair?.style);
  if (kind === "beard") return is(look.beard?.style);
  if (kind === "moustache") return is(look.moustache?.style);
  return kind === "brows" && is(look.brows.form);
}

/** Asks for a part in a prompt, in place of others of its kind where a head wears one at a time. */
export function putOn(prompt: string, part: PartInfo, parts: readonly PartInfo[]): string {
  const others = ALONE.includes(part.kind) ? parts.filter(({ kind }) => kind === part.kind) : [];
  const bare = others.reduce((text, other) => withoutWords(text, other) ?? text, prompt.trim());
  const who = bare === "" ? "a person" : bare.replace(/[\s,]+$/, "");
  return `${who}${/\bwith\b/i.test(who) ? "," : " with"} ${named(part.words[0])}`;
}

/** No longer asks for a part; where another word brings it, as a wizard his hat, says that it shall be missing. */
export function takeOff(prompt: string, part: PartInfo): string {
  return withoutWords(prompt, part) ?? `${prompt.trim()} without ${named(part.words[0])}`;
}

/** The prompt without the words for a part and what joined them to it; undefined where it has none. */
function withoutWords(prompt: string, { words }: PartInfo): string | undefined {
  for (const word of [...words].sort((a, b) => b.length - a.length)) {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const joined = "(?:(?:,|\\band\\b|\\bwith\\b)\\s*)*(?:\\b(?:an?|his|her|the)\\s+)?";
    const found = new RegExp(`${joined}(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "iu").exec(prompt);
    if (!found) continue;
    const rest = withoutRanges(prompt, [[found.index, found.index + found[0].length]]);
    // What came after the first thing that is worn still needs its "with".
    const after = prompt.slice(found.index + found[0].length).replace(/^\s*,?\s*(and\s+)?/i, "");
    const before = prompt.slice(0, found.index).trim();
    return /\bwith\b/i.test(found[0]) && after !== "" ? `${before} with ${after}` : rest;
  }
  return undefined;
}

function named(word: string): string {
  if (/s$|\b(hair|stubble)$/i.test(word)) return word;
  return `${/^[aeiou]/i.test(word) ? "an" : "a"} ${word}`;
}

import type { Span } from "./attributes.ts";

/**
 * Takes words out of a subject and puts others in the first one's place, or at `otherwise` where none is taken out.
 * @param otherwise a place in `words`, or "end".
 */
export function replaceSpans(
  words: string[],
  spans: readonly Span[],
  by: string[],
  otherwise: number | "end",
): string[] {
  const taken = new Set(spans.flatMap(({ begin, end }) => Array.from({ length: end - begin }, (_, i) => begin + i)));
  const at = spans[0]?.begin ?? (otherwise === "end" ? words.length : Math.max(0, otherwise));
  const keep = (from: number, to: number) => words.slice(from, to).filter((_, i) => !taken.has(from + i));
  return [...keep(0, at), ...by, ...keep(at, words.length)];
}

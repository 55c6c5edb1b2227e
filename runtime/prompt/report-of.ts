import type { Draft, Item } from "./meaning/draft.ts";
import type { Report } from "./report.ts";
import type { Token } from "./words/tokens.ts";

/** Gives the little words to what they lead in, so that every word is in one item. */
export function reportOf({ items, notes }: Draft, text: string, tokens: Token[]): Report {
  // By places: several words may have been read in the place of one.
  const owner = new Map<number, Item>();
  for (const item of items) for (const { start } of item.tokens) if (!owner.has(start)) owner.set(start, item);
  const owns = (item: Item) => item.tokens.some(({ start }) => owner.get(start) === item);
  const kept = items.filter(owns);
  for (const item of items) {
    const [first] = item.tokens;
    if (!owns(item) && first) joinSaid(owner.get(first.start)!, item);
  }
  const own = new Map<Item, Token[]>(
    kept.map((item) => [item, item.tokens.filter(({ start }) => owner.get(start) === item)]),
  );
  const said = tokens.filter(({ kind }) => kind !== "stop");
  let last: Item | undefined;
  for (const [i, token] of said.entries()) {
    const item = owner.get(token.start);
    if (item) {
      last = item;
      continue;
    }
    const next = said.slice(i).find(({ start }) => owner.has(start));
    const to = next && owner.get(next.start);
    const taker = to ?? last;
    if (taker) {
      own.get(taker)!.push(token);
      owner.set(token.start, taker);
    } else {
      const lone: Item = { tokens: [token], state: "known", sets: [] };
      kept.push(lone);
      own.set(lone, [token]);
      owner.set(token.start, lone);
      last = lone;
    }
  }
  const list = kept.map((item) => {
    const content = [...item.tokens].sort((a, b) => a.start - b.start);
    const all = own.get(item)!.sort((a, b) => a.start - b.start);
    const words = spell(text, content);
    const { tokens: _, note, ...rest } = item;
    const sources = content.flatMap(({ readAs }) => readAs?.source ?? []);
    const notes = [...new Set([...(note ? [note] : []), ...(item.state === "used" ? sources : [])])];
    return {
      text: words,
      ranges: rangesOf(text, all),
      ...rest,
      ...readAsOf(words, content),
      ...(notes.length > 0 && { note: notes.join("; ") }),
    };
  });
  return { items: list.sort((a, b) => a.ranges[0][0] - b.ranges[0][0]), notes: [...new Set(notes)] };
}

/** What one place says twice, of "old woman" read in the place of "crone", is one item. */
function joinSaid(item: Item, { state, sets, tokens }: Item): void {
  if (!tokens.some(({ readAs }) => readAs)) return;
  item.sets = [...new Set([...item.sets, ...sets])];
  if (state === "used") item.state = "used";
}

function readAsOf(words: string, content: readonly Token[]): { readAs?: string } {
  const read = content.filter((token, i) => token.readAs || token.start !== content[i - 1]?.start);
  if (!read.some((token) => token.readAs)) return {};
  const readAs = read
    .map((token) => token.readAs?.words ?? token.text)
    .filter(Boolean)
    .join(" ");
  return readAs === words.toLowerCase().replace(/-/g, " ") ? {} : { readAs };
}

/** Consecutive words as they stand, others with a space between. */
function spell(text: string, tokens: Token[]): string {
  return rangesOf(text, tokens)
    .map(([from, to]) => text.slice(from, to))
    .join(" ");
}

function rangesOf(text: string, tokens: Token[]): [number, number][] {
  const out: [number, number][] = [];
  for (const { start, end } of tokens) {
    const last = out.at(-1);
    if (last && start === last[0]) continue;
    if (last && /^[\s\-‐‑–'’]*$/.test(text.slice(last[1], start))) last[1] = end;
    else out.push([start, end]);
  }
  return out;
}

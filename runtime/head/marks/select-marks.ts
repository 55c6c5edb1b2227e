import type { PartTable } from "../parts/part-table.ts";
import { findEntry, isDenied, type Word } from "../parts/phrases.ts";
import type { Mark } from "./mark.ts";

/** Marks that the prompt names, with their colours; no other phrase reads their words again. */
export function namedMarks(table: PartTable, words: Word[]): Mark[] {
  const marks: Mark[] = [];
  for (let found = findEntry(words, table.marks); found; found = findEntry(words, table.marks)) {
    const { name, color: usual, opacity } = found.entry;
    for (const word of found.match.words) word.taken = true;
    const asked = found.match.color;
    const color = asked ? (table.paintNames[asked] ?? table.colors[asked]) : usual;
    if (color) marks.push({ name, color, opacity });
  }
  return marks;
}

/** With the marks that characters bring along, in the table's order. */
export function allMarks(
  { marks }: PartTable,
  words: Word[],
  characters: PartTable["characters"],
  named: Mark[],
): Mark[] {
  const names = characters.flatMap((character) => character.marks ?? []);
  const brought = marks.flatMap((entry) => {
    const { name, color, opacity } = entry;
    const isOpen = color && named.every((mark) => mark.name !== name) && !isDenied(words, [entry]);
    return isOpen && names.includes(name) ? [{ name, color, opacity }] : [];
  });
  const place = (mark: Mark) => marks.findIndex(({ name }) => name === mark.name);
  return [...brought, ...named].sort((a, b) => place(a) - place(b));
}

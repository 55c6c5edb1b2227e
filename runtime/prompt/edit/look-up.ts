import type { Look, Rgb } from "../look.ts";
import type { ReportItem } from "../report.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { stemOf } from "../words/tokens.ts";
import { diffLooks } from "./diff-looks.ts";
import { type EditReading, readEdit, wordsOf } from "./read-edit.ts";
import { readWishes } from "./wishes.ts";

/** What words look like that the vocabulary does not list: `assets/vocabulary/dictionary.json.gz`. */
export interface Dictionary {
  /** Colours of things, six hexadecimal digits of sRGB, by their names in lower case. */
  colors: Readonly<Record<string, string>>;
  /** Words of the vocabulary to read in the place of others: what a dictionary says is seen. */
  readAs: Readonly<Record<string, string>>;
}

/** Said of a thing that stands on a head or beside it, whose colour is not the head's. */
const BESIDE = /\b(?:add|give|put|wear|wears|wearing|with|has|have|hold|holds|holding|on|in)\b/i;
const WITHIN = /\b(?:covered|dipped|smeared|coated|drenched|rolled|painted|dressed up) (?:in|with)\b/gi;

/** Whether every word of an instruction is drawn as it stands. */
export const isAllDrawn = ({ report }: EditReading): boolean => report.items.every(({ state }) => state === "used");

/**
 * Looks up what an instruction says in words that are not drawn: "measles" are a rash, and who becomes "like a pumpkin" gets skin of
 * its colour, where nothing else of the head is named.
 * @param reading by the tables. @returns the same where the dictionary says nothing.
 */
export function lookUp(
  vocabulary: Vocabulary,
  { colors, readAs }: Dictionary,
  { parent, instruction }: { parent: Look; instruction: string },
  reading: EditReading,
): EditReading {
  let { look } = reading;
  const wishes = readWishes(instruction, wordsOf(vocabulary));
  const isOfAll = reading.changes.every(({ field }) => field.startsWith("rest."));
  const isBeside = BESIDE.test(instruction.replace(WITHIN, ""));
  const items = reading.report.items.map((item): ReportItem => {
    const [[at]] = item.ranges;
    const isWanted = wishes.some(({ kind, start, end }) => kind === "set" && start <= at && at < end);
    if (item.state === "used" || !isWanted) return item;
    const seen = find(readAs, item.text);
    if (seen) {
      const read = readEdit(vocabulary, without(look, item.text), seen);
      look = read.look;
      const sets = [...new Set(read.report.items.flatMap((part) => part.sets))];
      return { ...item, state: "used", sets, readAs: seen };
    }
    const color = isOfAll && !isBeside ? find(colors, item.text) : undefined;
    if (!color) return item;
    const { material: _, pattern: __, ...rest } = without(look, item.text);
    look = { ...rest, skin: { ...rest.skin, tone: rgbOf(color) } };
    return { ...item, state: "used", sets: ["skin.tone"], readAs: `skin of the colour of ${item.text}` };
  });
  const changes = diffLooks(parent, look);
  const notes =
    changes.length > 0 ? reading.report.notes.filter((note) => !note.startsWith("nothing of")) : reading.report.notes;
  return { look, changes, report: { items, notes } };
}

/** Of some words what the last ones are: "molten lava" is lava; "chimney sweep" may be one word. */
function find(table: Readonly<Record<string, string>>, text: string): string | undefined {
  const words = text.toLowerCase().split(/[\s-]+/);
  for (let first = 0; first < words.length; first++) {
    const rest = words.slice(first);
    const stem = [...rest.slice(0, -1), stemOf(rest.at(-1)!)];
    for (const key of [rest.join(" "), rest.join(""), stem.join(" ")]) if (Object.hasOwn(table, key)) return table[key];
  }
  return undefined;
}

/** The Look without words that were left over. */
function without(look: Look, text: string): Look {
  const extra = look.rest.extra.filter((words) => words !== text.toLowerCase());
  return { ...look, rest: { ...look.rest, extra } };
}

const rgbOf = (hex: string) => [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as Rgb;

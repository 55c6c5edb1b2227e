import { diffLooks } from "../edit/diff-looks.ts";
import { type EditReading, readEdit } from "../edit/read-edit.ts";
import { wishesOf } from "../edit/wishes-of.ts";
import type { Look } from "../look.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { findLexemes, means } from "../words/lexemes.ts";
import type { Token } from "../words/tokens.ts";
import type { Dictionary } from "./dictionary.ts";
import { lookUp } from "./look-up.ts";

/** Said of a thing that stands on a head or beside it, whose colour is not the head's. */
const BESIDE = /\b(?:add|give|put|wear|wears|wearing|with|has|have|hold|holds|holding|on|in)\b/i;
const WITHIN = /\b(?:covered|dipped|smeared|coated|drenched|rolled|painted|dressed up) (?:in|with)\b/gi;

/**
 * Reads an instruction by the tables, then what of it is not drawn by the dictionary: who becomes "like a pumpkin" gets skin of its
 * colour, where nothing else of the head is named.
 * @param before what was asked for before it: the parent's own instruction, or its prompt.
 */
export async function readEditLookedUp(
  vocabulary: Vocabulary,
  parent: Look,
  instruction: string,
  { seed, before, dictionary }: { seed: number; before?: string; dictionary: () => Promise<Dictionary> },
): Promise<EditReading> {
  const wishes = wishesOf(vocabulary, parent, instruction, before);
  const first = readEdit(vocabulary, parent, instruction, { seed, wishes });
  if (first.report.items.every(({ state }) => state === "used")) return first;
  const isOfAll = first.changes.every(({ field }) => field.startsWith("rest."));
  const isBeside = BESIDE.test(instruction.replace(WITHIN, ""));
  const isNamed = (tokens: readonly Token[]) =>
    findLexemes(vocabulary, tokens).some((lexeme) => means(lexeme, "part", "growth", "mark"));
  const isSet = (at: number) => wishes.some(({ kind, start, end }) => kind === "set" && start <= at && at < end);
  const { reading } = lookUp(vocabulary, await dictionary(), first, {
    text: instruction,
    isAsked: (at) => wishes.some(({ kind, start, end }) => kind !== "keep" && start <= at && at < end),
    isWhole: ({ from }, tokens) => isOfAll && !isBeside && !isNamed(tokens) && isSet(tokens[from].start),
    again: (words, substitutes) => {
      const next = readEdit(words, parent, instruction, { seed, wishes, substitutes });
      const isWhole = isOfAll && substitutes.some((one) => "whole" in one && one.whole);
      return isWhole && next.look.material ? fleshed(parent, next) : next;
    },
  });
  return reading;
}

/** A statue that becomes a thing is of its colour, and of no material. */
function fleshed(parent: Look, reading: EditReading): EditReading {
  const { material: _, pattern: __, ...look } = reading.look;
  return { ...reading, look, changes: diffLooks(parent, look) };
}

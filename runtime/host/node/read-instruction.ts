import { describeLook } from "../../prompt/describe.ts";
import { type EditReading, readEdit } from "../../prompt/edit/read-edit.ts";
import type { Recipe } from "../../stages/recipe.ts";
import { loadVocabulary } from "./read-prompt.ts";

/** What an instruction makes of a head. */
export interface InstructionReading extends EditReading {
  /** The changed Look in words: what the diffusion model is asked with. */
  prompt: string;
}

/** Reads an instruction into a change of what a recipe's head looks like. */
export async function readInstruction(
  { look, seed, edit }: Pick<Recipe, "look" | "seed" | "edit">,
  instruction: string,
): Promise<InstructionReading> {
  const vocabulary = await loadVocabulary();
  const reading = readEdit(vocabulary, look, instruction, edit?.firstSeed ?? seed);
  return { ...reading, prompt: describeLook(vocabulary, reading.look) };
}

import { REGIONS } from "../head/template-regions.ts";
import type { Look } from "../prompt/look.ts";
import type { EditedRecipe } from "../stages/edit/edit.ts";
import { LIMITS } from "../stages/limits.ts";
import { EDIT_PARTS, type EditPart, type Recipe } from "../stages/recipe.ts";
import { usageError } from "./errors.ts";
import { loadPreset, PRESETS, type PresetName } from "./node/presets.ts";
import { readInstruction, readPrompt } from "./node/read-prompt.ts";
import { checkedText, integer, isPreset, oneOf } from "./recipe.ts";

/** What a user says about an edit; numbers may still be text from a command line. */
export interface EditRequest {
  instruction: string;
  /** The whole new description; absent: the changed Look in words. */
  prompt?: string;
  what?: string;
  strength?: number | string;
  /** Template regions, or their names with commas between; absent: the whole head. */
  region?: string | readonly string[];
  seed?: number | string;
  /** Absent: the parent's, or standard where that is none of ours. */
  preset?: string;
}

/**
 * Completes an edit with the numbers of its preset. The fields keep the parent's sizes, since their weights go on.
 * @throws ExitError naming the field, its value and the remedy.
 */
export async function makeEditRecipe(parent: Recipe, request: EditRequest): Promise<EditedRecipe> {
  const instruction = checkedText("instruction", request.instruction, "say what to change", "make him older");
  const read = await readInstruction(parent, instruction);
  const prompt = checkedText("prompt", request.prompt ?? read.prompt, "describe the whole head", "an old man");
  const inherited = isPreset(parent.preset) ? parent.preset : "standard";
  const preset = oneOf<PresetName>("preset", request.preset ?? inherited, PRESETS);
  const { edit, geometry, texture, refine } = await loadPreset(preset);
  const { bandCells, bandEvery, latentSteps, range, resolution, ...views } = geometry;
  const firstSeed = parent.edit?.firstSeed ?? parent.seed;
  return {
    ...parent,
    preset,
    prompt,
    look: prompt === read.prompt ? read.look : await lookOf(prompt, parent, firstSeed),
    report: prompt === read.prompt ? read.report : undefined,
    seed: integer("seed", request.seed ?? 0, LIMITS.seed),
    edit: {
      instruction,
      firstSeed,
      what: oneOf<EditPart>("what", request.what ?? "both", EDIT_PARTS),
      strength: share("strength", request.strength ?? 1),
      regions: namesOf(request.region ?? []).map((name) => oneOf<string>("region", name, REGIONS)),
      border: edit.border,
      shape: { ...views, ...edit.shape },
      color: { ...texture, ...edit.color, field: parent.texture.field },
      refine: { ...refine, ...edit.refine },
      settle: edit.settle,
    },
  };
}

/** What a description of one's own says; it is of the same person as before. */
async function lookOf(prompt: string, { look }: Recipe, seed: number): Promise<Look> {
  return { ...(await readPrompt(prompt, { seed })).look, individual: look.individual };
}

function namesOf(region: string | readonly string[]): string[] {
  const names = typeof region === "string" ? region.split(",") : region;
  return names.map((name) => name.trim()).filter(Boolean);
}

function share(field: string, value: number | string): number {
  const number = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
  if (!(number >= 0 && number <= 1)) throw usageError(`${field} "${value}" is not a number from 0 to 1`);
  return number;
}

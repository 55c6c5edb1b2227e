import { REGIONS } from "../head/template-regions.ts";
import { areSeen, diffLooks } from "../prompt/edit/diff-looks.ts";
import type { Look } from "../prompt/look.ts";
import type { Report, ReportItem } from "../prompt/report.ts";
import type { EditedRecipe } from "../stages/edit/edit.ts";
import { LIMITS } from "../stages/limits.ts";
import {
  EDIT_PARTS,
  type EditPart,
  type EditRecipe,
  type GridRecipe,
  type LayeredEdit,
  type LayeredRecipe,
  type Recipe,
} from "../stages/recipe.ts";
import { checkedText, integer, oneOf } from "./check-value.ts";
import { usageError } from "./errors.ts";
import { GRID_PRESETS, LAYERED_PRESETS } from "./presets.ts";
import type { RecipeSources } from "./recipe.ts";

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
 * Completes an edit with the numbers of its preset. On the grid the fields keep the parent's sizes, since their weights go on.
 * @throws ExitError naming the field, its value and the remedy.
 */
export async function makeEditRecipe(
  sources: RecipeSources,
  parent: Recipe,
  request: EditRequest,
): Promise<EditedRecipe> {
  return parent.carrier === "layers"
    ? makeLayeredEdit(sources, parent, request)
    : makeGridEdit(sources, parent, request);
}

/** {@link makeEditRecipe} of a head on the grid. */
export async function makeGridEdit(
  sources: RecipeSources,
  parent: GridRecipe,
  request: EditRequest,
): Promise<GridRecipe & { edit: EditRecipe }> {
  const { instruction, firstSeed, ...changed } = await changedFields(sources, parent, request);
  const inherited = GRID_PRESETS.find((name) => name === parent.preset) ?? "standard";
  const preset = oneOf("preset", request.preset ?? inherited, GRID_PRESETS);
  const { edit, geometry, texture, refine } = await sources.loadPreset(preset, "grid");
  const { bandCells, bandEvery, latentSteps, range, resolution, ring: _, ...views } = geometry;
  // An edit goes on from what it finds; a ring would sample all of it anew.
  const { ring: __, ...stepped } = texture;
  return {
    ...parent,
    preset,
    ...changed,
    edit: {
      instruction,
      firstSeed,
      what: oneOf<EditPart>("what", request.what ?? "both", EDIT_PARTS),
      strength: share("strength", request.strength ?? 1),
      regions: namesOf(request.region ?? []).map((name) => oneOf<string>("region", name, REGIONS)),
      border: edit.border,
      shape: { ...views, ...edit.shape },
      color: { ...stepped, ...edit.color, field: parent.texture.field },
      refine: { ...refine, ...edit.refine },
      settle: edit.settle,
    },
  };
}

/** A head of layers is built anew from what it looks like: its words say where and how much. */
async function makeLayeredEdit(
  sources: RecipeSources,
  parent: LayeredRecipe,
  request: EditRequest,
): Promise<LayeredRecipe & { edit: LayeredEdit }> {
  const { what = "both", strength = 1, region = [] } = request;
  const [field] = [
    ...(what === "both" ? [] : ["what"]),
    ...(Number(strength) === 1 ? [] : ["strength"]),
    ...(namesOf(region).length === 0 ? [] : ["region"]),
  ];
  if (field)
    throw usageError(`${field} is of heads on the grid; one of layers changes where its words say: leave it out`);
  const preset = oneOf("preset", request.preset ?? parent.preset, LAYERED_PRESETS);
  const { stages: _, ...kept } = parent;
  const { stages } = preset === parent.preset ? parent : await sources.loadPreset(preset, "layers");
  const { instruction, firstSeed, ...changed } = await changedFields(sources, parent, { ...request, preset });
  return {
    ...kept,
    preset,
    ...(stages && { stages }),
    ...changed,
    edit: { instruction, firstSeed },
  };
}

/** What of a head decides what an edit makes of it. */
export type EditedHead = Pick<Recipe, "look" | "seed" | "edit" | "carrier" | "prompt" | "preset">;

/** What the words of an edit make of a head. */
export interface ReadChange {
  /** What the diffusion model is asked with. */
  prompt: string;
  look: Look;
  /** What became of every word of the instruction; undefined where a description of one's own is gone by. */
  report?: Report;
}

/**
 * Reads an edit: by its instruction, or by its own description of the whole head.
 * @throws ExitError naming field, value, why nothing changes and the remedy where a head of layers would be made anew as it is.
 */
export async function readChange(
  sources: Pick<RecipeSources, "readPrompt" | "readInstruction">,
  parent: EditedHead,
  request: Pick<EditRequest, "instruction" | "prompt" | "preset">,
): Promise<ReadChange> {
  const instruction = checkedText("instruction", request.instruction, "say what to change", "make him older");
  const read = await sources.readInstruction(parent, instruction);
  const prompt = checkedText("prompt", request.prompt ?? read.prompt, "describe the whole head", "an old man");
  const change: ReadChange =
    prompt === read.prompt
      ? { prompt, look: read.look, report: read.report }
      : { prompt, look: await lookOf(sources, prompt, parent) };
  const isMadeAnew = (request.preset ?? parent.preset) === parent.preset;
  // What nothing lists a head on the grid may learn all the same.
  if (isMadeAnew && parent.carrier === "layers" && !areSeen(diffLooks(parent.look, change.look)))
    throw unchanged(instruction, change);
  return change;
}

function unchanged(instruction: string, { prompt, report }: ReadChange): Error {
  const items = report?.items ?? [];
  const named = (state: ReportItem["state"]) =>
    items.filter((item) => item.state === state).map(({ text }) => `"${text}"`);
  const [unknown, known] = [named("unknown"), named("known")];
  const why = [
    ...(unknown.length > 0 ? [`not known: ${unknown.join(", ")}`] : []),
    ...(known.length > 0 ? [`not drawn: ${known.join(", ")}`] : []),
  ];
  const because = why.length > 0 ? why.join("; ") : "what it names is not there, or is so already";
  const nearest = [...new Set(items.flatMap(({ suggestions = [] }) => suggestions))];
  const remedy =
    nearest.length > 0
      ? `say it otherwise, for example ${nearest.join(", ")}`
      : "say it otherwise, or ask for another change";
  const asked = report ? `instruction "${instruction}"` : `prompt "${prompt}"`;
  return usageError(`${asked} changes nothing of this head (${because}); ${remedy}`);
}

/** What the recipe of an edit has of its own, whatever the head is made of. */
async function changedFields(sources: RecipeSources, parent: Recipe, request: EditRequest) {
  const { prompt, look, report } = await readChange(sources, parent, request);
  return {
    prompt,
    look,
    report,
    seed: integer("seed", request.seed ?? 0, LIMITS.seed),
    instruction: request.instruction.trim(),
    firstSeed: firstSeedOf(parent),
  };
}

/** The seed of the first parent. */
const firstSeedOf = ({ seed, edit }: Pick<Recipe, "seed" | "edit">): number => edit?.firstSeed ?? seed;

/** What a description of one's own says; it is of the same person as before. */
async function lookOf(
  { readPrompt }: Pick<RecipeSources, "readPrompt">,
  prompt: string,
  parent: EditedHead,
): Promise<Look> {
  const { look, carrier } = parent;
  const { look: read } = await readPrompt(prompt, { seed: firstSeedOf(parent), carrier });
  const { mixed: _, ...who } = read.who;
  const { mixed } = look.who;
  return {
    ...read,
    who: { ...who, ...(mixed !== undefined && { mixed }) },
    individual: look.individual,
  };
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

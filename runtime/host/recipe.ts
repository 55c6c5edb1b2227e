import type { Look } from "../prompt/look.ts";
import type { Report } from "../prompt/report.ts";
import { LIMITS } from "../stages/limits.ts";
import type { Recipe, StageSettings } from "../stages/recipe.ts";
import { usageError } from "./errors.ts";
import { loadPreset, PRESETS, type PresetName } from "./node/presets.ts";
import { readPrompt } from "./node/read-prompt.ts";

/** What a user says about a head; numbers may still be text from a command line. */
export interface RecipeRequest {
  prompt: string;
  /** What the head looks like, where that was read already, or is not what the prompt says. */
  look?: Look;
  /** What became of every word of the prompt, where it was read already. */
  report?: Report;
  /** False: the empty prompt (ablation). */
  negative?: string | false;
  seed?: number | string;
  preset?: string;
  pack?: string;
  textureSize?: number | string;
  triangles?: number | string;
  textureFormat?: string;
  compress?: boolean;
  /** Guidance variant of both stages: ssd, sds or csd. */
  guidance?: string;
  /** Classifier-free guidance weights W of the stages. */
  cfgGeometry?: number | string;
  cfgTexture?: number | string;
  /** False leaves the landmark map black (ablation). */
  landmarks?: boolean;
  /** False keeps view words out of every text (ablation). */
  viewWords?: boolean;
}

/** Completes a request with its preset's numbers. @throws ExitError naming the field, its value and the remedy. */
export async function makeRecipe(request: RecipeRequest): Promise<Recipe> {
  const prompt = checkedText("prompt", request.prompt, "describe the head", "an old man with a white beard");
  const name = request.preset ?? "standard";
  if (!isPreset(name)) throw usageError(`preset "${name}" does not exist; use ${PRESETS.join(", ")}`);
  const { negative, geometry, texture, refine, bake } = await loadPreset(name);
  const seed = integer("seed", request.seed ?? 0, LIMITS.seed);
  const { look, report }: { look: Look; report?: Report } = request.look
    ? { look: request.look, report: request.report }
    : await readPrompt(prompt, { seed });
  return {
    version: 2,
    preset: name,
    pack: request.pack ?? "starter",
    prompt,
    look: inOrder(look),
    ...(report && { report: inOrder(report) }),
    negative: request.negative === false ? "" : shortEnough("negative", request.negative ?? negative),
    seed,
    geometry: compared(geometry, request, number("cfg-geometry", request.cfgGeometry, LIMITS.cfg)),
    texture: compared(texture, request, number("cfg-texture", request.cfgTexture, LIMITS.cfg)),
    refine,
    bake: {
      ...bake,
      triangles: integer("triangles", request.triangles ?? bake.triangles, LIMITS.triangles),
      textureSize: oneOf<number>("texture-size", Number(request.textureSize ?? bake.textureSize), LIMITS.textureSizes),
      image: oneOf("texture-format", request.textureFormat ?? bake.image, ["webp", "png"] as const),
      compress: request.compress ?? bake.compress,
    },
  };
}

/** A stage with what a comparison changes in it. */
function compared<Stage extends StageSettings>(stage: Stage, request: RecipeRequest, cfg?: number): Stage {
  const { guidance, landmarks = stage.landmarks, viewWords = true } = request;
  const kind = oneOf("guidance", guidance ?? stage.guidance.kind, ["ssd", "sds", "csd"] as const);
  return {
    ...stage,
    guidance: { ...stage.guidance, kind, cfg: cfg ?? stage.guidance.cfg },
    landmarks: landmarks && stage.landmarks,
    viewWords: viewWords ? stage.viewWords : "none",
  };
}

export function isPreset(name: string): name is PresetName {
  return (PRESETS as readonly string[]).includes(name);
}

/** @throws ExitError where the text is empty or too long. @returns it without spaces around it. */
export function checkedText(field: string, text: string, remedy: string, example: string): string {
  const trimmed = text.trim();
  if (!trimmed) throw usageError(`the ${field} is empty; ${remedy}, for example "${example}"`);
  return shortEnough(field, trimmed);
}

function shortEnough(field: string, text: string): string {
  if (text.length <= LIMITS.text) return text;
  throw usageError(`the ${field} has ${text.length} characters; ${LIMITS.text} are the most`);
}

/** The least and the most that a number may be. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export function integer(field: string, value: number | string, { least, most }: Range): number {
  const number = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw usageError(`${field} "${value}" is not a whole number from ${least} to ${most}`);
  }
  return number;
}

/** @returns undefined where nothing was asked. */
function number(field: string, value: number | string | undefined, { least, most }: Range): number | undefined {
  if (value === undefined) return undefined;
  const found = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  if (found >= least && found <= most) return found;
  throw usageError(`${field} "${value}" is not a number from ${least} to ${most}`);
}

export function oneOf<T>(field: string, value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw usageError(`${field} "${value}" is not one of ${allowed.join(", ")}`);
  return value as T;
}

/** The same data with its keys in order, so that what a database did to them changes no byte of a head. */
function inOrder<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder) as T;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, inOrder(one)])) as T;
}

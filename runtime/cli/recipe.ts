import type { Recipe } from "../stages/recipe.ts";
import { usageError } from "./errors.ts";
import { loadPreset, PRESETS, type PresetName } from "./presets.ts";

/** What a user says about a head; numbers may still be text from a command line. */
export interface RecipeRequest {
  prompt: string;
  negative?: string;
  seed?: number | string;
  preset?: string;
  pack?: string;
  textureSize?: number | string;
  triangles?: number | string;
  textureFormat?: string;
  compress?: boolean;
}

const LONGEST_PROMPT = 1000;

/** Completes a request with its preset's numbers. @throws ExitError naming the field, its value and the remedy. */
export async function makeRecipe(request: RecipeRequest): Promise<Recipe> {
  const prompt = request.prompt.trim();
  if (!prompt) throw usageError('the prompt is empty; describe the head, for example "an old man with a white beard"');
  if (prompt.length > LONGEST_PROMPT) {
    throw usageError(`the prompt has ${prompt.length} characters; ${LONGEST_PROMPT} are the most`);
  }
  const name = request.preset ?? "standard";
  if (!isPreset(name)) throw usageError(`preset "${name}" does not exist; use ${PRESETS.join(", ")}`);
  const { negative, geometry, texture, refine, bake } = await loadPreset(name);
  return {
    version: 1,
    preset: name,
    pack: request.pack ?? "starter",
    prompt,
    negative: request.negative ?? negative,
    seed: integer("seed", request.seed ?? 0, 0, 2 ** 32 - 1),
    geometry,
    texture,
    refine,
    bake: {
      ...bake,
      triangles: integer("triangles", request.triangles ?? bake.triangles, 500, 200_000),
      textureSize: oneOf("texture-size", Number(request.textureSize ?? bake.textureSize), [512, 1024, 2048, 4096]),
      image: oneOf("texture-format", request.textureFormat ?? bake.image, ["webp", "png"] as const),
      compress: request.compress ?? bake.compress,
    },
  };
}

function isPreset(name: string): name is PresetName {
  return (PRESETS as readonly string[]).includes(name);
}

function integer(field: string, value: number | string, low: number, high: number): number {
  const number = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
  if (!Number.isInteger(number) || number < low || number > high) {
    throw usageError(`${field} "${value}" is not a whole number from ${low} to ${high}`);
  }
  return number;
}

function oneOf<T>(field: string, value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw usageError(`${field} "${value}" is not one of ${allowed.join(", ")}`);
  return value as T;
}

import { type LayeredBake, MORPH_SETS, TEXTURE_FORMATS } from "../bake/layered/options.ts";
import type { Look } from "../prompt/look.ts";
import type { Report } from "../prompt/report.ts";
import { LIMITS } from "../stages/limits.ts";
import type { GridRecipe, LayeredRecipe, Recipe, SurfaceRecipe } from "../stages/recipe.ts";
import type { StageSettings } from "../stages/stage-settings.ts";
import { checkedText, integer, number, oneOf, shortEnough } from "./check-value.ts";
import { usageError } from "./errors.ts";
import {
  DEFAULT_PRESET,
  GRID_PRESETS,
  isLayered,
  type LayeredPresetName,
  type LoadPreset,
  PRESETS,
  type PresetName,
} from "./presets.ts";
import type { PromptReader } from "./prompt-reader.ts";

/** What a platform completes requests with. */
export interface RecipeSources extends Pick<PromptReader, "readPrompt" | "readInstruction"> {
  loadPreset: LoadPreset;
}

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
  /** Morph targets of heads of layers: none, speech or all. */
  morphs?: string;
  /** Adds a body's skeleton and VRM to heads of layers, for TalkingHead and three-vrm. */
  avatar?: boolean;
  /** Whether a head of the grid is wrapped with the skin of heads of layers, and gets their files; presets of the paper always are. */
  wrap?: boolean;
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
export async function makeRecipe(sources: RecipeSources, request: RecipeRequest): Promise<Recipe> {
  const preset = presetOf(request.preset ?? DEFAULT_PRESET);
  return isLayered(preset)
    ? makeLayeredRecipe(sources, request, preset)
    : makeGridRecipe(sources, { ...request, preset, wrap: true });
}

/** {@link makeRecipe} where the head has to be on the grid. */
export async function makeGridRecipe(
  sources: RecipeSources,
  request: RecipeRequest & { wrap?: false },
): Promise<SurfaceRecipe>;
export async function makeGridRecipe(sources: RecipeSources, request: RecipeRequest): Promise<GridRecipe>;
export async function makeGridRecipe(sources: RecipeSources, request: RecipeRequest): Promise<GridRecipe> {
  const name = oneOf("preset", request.preset ?? "standard", GRID_PRESETS);
  const { carrier, negative, geometry, texture, refine, bake, wrap, wrappedBake } = await sources.loadPreset(
    name,
    "grid",
  );
  for (const field of ["morphs", "avatar"] as const)
    if (request[field] && !request.wrap)
      throw usageError(`${field} is of heads with expressions; without wrap preset "${name}" makes none`);
  const stages = {
    ...(await commonFields(sources, request, { preset: name, negative, carrier })),
    carrier,
    ...comparedStages({ geometry, texture }, request),
    refine,
  };
  if (request.wrap) return { ...stages, wrap, bake: layeredBake(wrappedBake, request) };
  return {
    ...stages,
    bake: {
      ...bake,
      triangles: integer("triangles", request.triangles ?? bake.triangles, LIMITS.triangles),
      textureSize: oneOf<number>("texture-size", Number(request.textureSize ?? bake.textureSize), LIMITS.textureSizes),
      image: oneOf("texture-format", request.textureFormat ?? bake.image, ["webp", "png"] as const),
      compress: request.compress ?? bake.compress,
    },
  };
}

/** What says how a model is asked; a preset that asks none takes no part of it. */
const COMPARISONS = ["guidance", "cfgGeometry", "cfgTexture"] as const;

async function makeLayeredRecipe(
  sources: RecipeSources,
  request: RecipeRequest,
  name: LayeredPresetName,
): Promise<LayeredRecipe> {
  const { carrier, negative, variation, stages, bake } = await sources.loadPreset(name, "layers");
  const asked = COMPARISONS.find((field) => request[field] !== undefined);
  if (asked && !stages) throw usageError(`${asked} says how a model leads; preset "${name}" asks none: leave it out`);
  return {
    ...(await commonFields(sources, request, { preset: name, negative, carrier })),
    carrier,
    variation,
    ...(stages && { stages: { ...stages, ...comparedStages(stages, request) } }),
    bake: layeredBake(bake, request),
  };
}

function layeredBake(bake: LayeredBake, request: RecipeRequest): LayeredBake {
  return {
    ...bake,
    triangles: integer("triangles", request.triangles ?? bake.triangles, LIMITS.triangles),
    textureSize: oneOf<number>(
      "texture-size",
      Number(request.textureSize ?? bake.textureSize),
      LIMITS.layeredTextureSizes,
    ),
    image: oneOf("texture-format", request.textureFormat ?? bake.image, TEXTURE_FORMATS),
    compress: request.compress ?? bake.compress,
    morphs: oneOf("morphs", request.morphs ?? bake.morphs, MORPH_SETS),
    avatar: request.avatar ?? bake.avatar,
  };
}

async function commonFields(
  { readPrompt }: RecipeSources,
  request: RecipeRequest,
  { preset, negative, carrier }: Pick<Recipe, "negative" | "carrier"> & { preset: PresetName },
) {
  const prompt = checkedText("prompt", request.prompt, "describe the head", "an old man with a white beard");
  const seed = integer("seed", request.seed ?? 0, LIMITS.seed);
  const { look, report }: { look: Look; report?: Report } = request.look
    ? { look: request.look, report: request.report }
    : await readPrompt(prompt, { seed, carrier });
  return {
    version: 2 as const,
    preset,
    pack: request.pack ?? "starter",
    prompt,
    look: inOrder(look),
    ...(report && { report: inOrder(report) }),
    negative: request.negative === false ? "" : shortEnough("negative", request.negative ?? negative),
    seed,
  };
}

function comparedStages<Geometry extends StageSettings, Texture extends StageSettings>(
  { geometry, texture }: { geometry: Geometry; texture: Texture },
  request: RecipeRequest,
): { geometry: Geometry; texture: Texture } {
  return {
    geometry: compared(geometry, request, number("cfg-geometry", request.cfgGeometry, LIMITS.cfg)),
    texture: compared(texture, request, number("cfg-texture", request.cfgTexture, LIMITS.cfg)),
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

/** @throws ExitError where there is no such preset. */
export function presetOf(name: string): PresetName {
  if ((PRESETS as readonly string[]).includes(name)) return name as PresetName;
  throw usageError(`preset "${name}" does not exist; use ${PRESETS.join(", ")}`);
}

/** The same data with its keys in order, so that what a database did to them changes no byte of a head. */
function inOrder<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder) as T;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, inOrder(one)])) as T;
}

import type { Recipe } from "../recipe.ts";
import type { GenerateHooks } from "./job.ts";
import type { StageHooks } from "./run-stage.ts";

/** A guess for the progress line: what the bake takes for each thousand triangles, in seconds. */
const BAKE_SECONDS_PER_THOUSAND = 0.5;

/** A job's hooks as its stages take them, with their defaults. @param remaining see {@link StageHooks}. */
export function stageHooks(hooks: GenerateHooks, remaining: StageHooks["remaining"]): StageHooks {
  const { onProgress, signal, previewInterval = 1000, checkpointInterval = 6000 } = hooks;
  return { onProgress, signal, previewInterval, checkpointInterval, remaining };
}

/** About how long the bake of a recipe takes. */
export function bakeSeconds(recipe: Recipe): number {
  return (BAKE_SECONDS_PER_THOUSAND * recipe.bake.triangles) / 1000;
}

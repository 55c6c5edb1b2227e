import { fileURLToPath } from "node:url";
import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import type { GridRecipe } from "../../../runtime/stages/recipe.ts";

/** Folder of the random-weight pack that the golden vectors were made with: 32² images, a few thousand weights. */
export const TINY_PACK = fileURLToPath(new URL("../../golden/packs/starter", import.meta.url));

/** A whole recipe, every stage in it, that runs in seconds. */
export async function smallRecipe(seed = 5): Promise<GridRecipe> {
  const recipe = await makeGridRecipe({
    prompt: "an old man",
    preset: "draft",
    pack: TINY_PACK,
    seed,
    textureSize: 512,
  });
  return {
    ...recipe,
    geometry: { ...recipe.geometry, steps: 9, resolution: 32, bandEvery: 3 },
    texture: {
      ...recipe.texture,
      steps: 8,
      start: { ...recipe.texture.start, steps: 6, points: 1024 },
      eyes: { ...recipe.texture.eyes, steps: 4, points: 1024 },
    },
    refine: { ...recipe.refine, views: 3, rounds: 1, updates: 1, samplerSteps: 3 },
    bake: { ...recipe.bake, triangles: 1000 },
  };
}

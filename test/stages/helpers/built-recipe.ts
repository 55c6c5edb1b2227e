import { makeRecipe } from "../../../runtime/host/node/recipes.ts";
import type { LayeredRecipe } from "../../../runtime/stages/recipe.ts";

/** A head of layers that is made in seconds. */
export async function builtRecipe(seed = 5, preset = "built"): Promise<LayeredRecipe> {
  const prompt = "a woman with her hair in a bun and hoop earrings";
  const recipe = await makeRecipe({ prompt, preset, seed, textureSize: 256, triangles: 20000 });
  if (recipe.carrier !== "layers") throw new Error("the preset is of heads on the grid");
  return recipe;
}

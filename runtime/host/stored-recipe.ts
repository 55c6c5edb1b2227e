import type { Recipe } from "../stages/recipe.ts";
import { type StoredRecipe, upgradeRecipe } from "../stages/upgrade-recipe.ts";
import type { RecipeSources } from "./recipe.ts";

/** The recipe of a head document; the prompt of one from before heads kept their Look is read for it now. */
export async function storedRecipe(
  { readPrompt }: Pick<RecipeSources, "readPrompt">,
  recipe: unknown,
): Promise<Recipe> {
  const stored = recipe as StoredRecipe;
  if (stored.version === 2) return upgradeRecipe(stored, stored.look);
  const { look } = await readPrompt(stored.prompt, { seed: stored.edit?.look ?? stored.seed, carrier: "grid" });
  return upgradeRecipe(stored, look);
}

import type { Look } from "../prompt/look.ts";
import type { EditRecipe, Recipe } from "./recipe.ts";

/** A recipe as version 1 had it: the prompt was read where it was needed, by the seed that an edit called its look. */
export type RecipeBefore = Omit<Recipe, "version" | "look"> & {
  version: 1;
  edit?: Omit<EditRecipe, "firstSeed"> & { look: number };
};

/** A recipe of this version or the one before, as a head document holds it. */
export type StoredRecipe = Recipe | RecipeBefore;

/** @param look of a recipe that has none yet. @returns the recipe as this version has it. */
export function upgradeRecipe(recipe: StoredRecipe, look: Look): Recipe {
  if (recipe.version === 2) return recipe;
  const { edit, ...rest } = recipe;
  if (!edit) return { ...rest, version: 2, look };
  const { look: firstSeed, ...how } = edit;
  return { ...rest, version: 2, look, edit: { ...how, firstSeed } };
}

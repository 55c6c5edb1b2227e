import type { Look } from "../prompt/look.ts";
import type { EditRecipe, Recipe, SurfaceRecipe } from "./recipe.ts";

/** A recipe as version 1 had it: the prompt was read where it was needed, by the seed that an edit called its look. */
export type RecipeBefore = Omit<SurfaceRecipe, "version" | "look" | "carrier"> & {
  version: 1;
  edit?: Omit<EditRecipe, "firstSeed"> & { look: number };
};

/** A recipe as a head document holds it: of this version, of the one before, or from when all heads were on the grid. */
export type StoredRecipe = Recipe | (Omit<SurfaceRecipe, "carrier"> & { carrier?: undefined }) | RecipeBefore;

/** @param look of a recipe that has none yet. @returns the recipe as this version has it. */
export function upgradeRecipe(recipe: StoredRecipe, look: Look): Recipe {
  if (recipe.version === 2) return recipe.carrier === undefined ? { ...recipe, carrier: "grid" } : recipe;
  const { edit, ...rest } = recipe;
  if (!edit) return { ...rest, version: 2, carrier: "grid", look };
  const { look: firstSeed, ...how } = edit;
  return { ...rest, version: 2, carrier: "grid", look, edit: { ...how, firstSeed } };
}

/** Recipes completed with the package's own presets and vocabulary. */

import type { GridRecipe, Recipe, SurfaceRecipe } from "../../stages/recipe.ts";
import * as edits from "../edit-recipe.ts";
import * as recipes from "../recipe.ts";
import * as stored from "../stored-recipe.ts";
import { loadPreset } from "./presets.ts";
import { readInstruction, readPrompt } from "./read-prompt.ts";

const sources: recipes.RecipeSources = { loadPreset, readInstruction, readPrompt };

/** See `makeRecipe` of `runtime/host/recipe.ts`. */
export const makeRecipe = (request: recipes.RecipeRequest) => recipes.makeRecipe(sources, request);
export function makeGridRecipe(request: recipes.RecipeRequest & { wrap?: false }): Promise<SurfaceRecipe>;
export function makeGridRecipe(request: recipes.RecipeRequest): Promise<GridRecipe>;
export function makeGridRecipe(request: recipes.RecipeRequest): Promise<GridRecipe> {
  return recipes.makeGridRecipe(sources, request);
}

/** See `makeEditRecipe` of `runtime/host/edit-recipe.ts`. */
export const makeEditRecipe = (parent: Recipe, request: edits.EditRequest) =>
  edits.makeEditRecipe(sources, parent, request);
export const readChange = (head: edits.EditedHead, request: edits.EditRequest) =>
  edits.readChange(sources, head, request);
export const makeGridEdit = (parent: GridRecipe, request: edits.EditRequest) =>
  edits.makeGridEdit(sources, parent, request);

/** See `storedRecipe` of `runtime/host/stored-recipe.ts`. */
export const storedRecipe = (recipe: unknown) => stored.storedRecipe(sources, recipe);

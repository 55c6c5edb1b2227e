import type { RecipeRequest } from "../../../../runtime/host/recipe.ts";
import type { Recipe } from "../../../../runtime/stages/recipe.ts";

/** One of the heads that are compared. */
export interface Arm {
  name: string;
  recipe(request: RecipeRequest): Promise<Recipe>;
}

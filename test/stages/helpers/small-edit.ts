import { readDocument } from "../../../runtime/head/document.ts";
import type { HeadStore } from "../../../runtime/head/store.ts";
import type { EditRequest } from "../../../runtime/host/edit-recipe.ts";
import { makeGridEdit } from "../../../runtime/host/node/recipes.ts";
import type { EditRecipe, GridRecipe } from "../../../runtime/stages/recipe.ts";

/** An edit with every stage in it that runs in seconds. */
export async function smallEdit(
  parent: HeadStore,
  request: Partial<EditRequest> = {},
): Promise<GridRecipe & { edit: EditRecipe }> {
  const { recipe } = (await readDocument(parent))!;
  const made = await makeGridEdit(recipe as GridRecipe, {
    instruction: "make him bald",
    prompt: "an old bald man",
    seed: 7,
    ...request,
  });
  const { edit } = made;
  return {
    ...made,
    edit: {
      ...edit,
      shape: { ...edit.shape, steps: 6, start: { ...edit.shape.start, steps: 5 } },
      color: { ...edit.color, steps: 5, start: made.texture.start },
      refine: { ...edit.refine, views: 2, updates: 1, samplerSteps: 3 },
      settle: { ...edit.settle, steps: 96, points: 4096, samples: 65536 },
    },
  };
}

import { openEngine } from "../../../runtime/cli/engine.ts";
import { makeRecipe } from "../../../runtime/cli/recipe.ts";
import { serveCompute } from "../../../runtime/service/compute/child.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";

// The engine itself on a few steps of the draft preset, with a checkpoint after every step.
serveCompute(async ({ request, pack, previewInterval }, { store, signal, onProgress, onPreview }) => {
  const recipe = await makeRecipe(request);
  recipe.geometry = { ...recipe.geometry, steps: 6, resolution: 32, bandEvery: 3 };
  recipe.texture = { ...recipe.texture, steps: 6, supersample: 1 };
  recipe.refine = { ...recipe.refine, views: 0 };
  recipe.bake = { ...recipe.bake, triangles: 600, textureSize: 512, image: "png" };
  const engine = await openEngine({ pack, threads: 1 });
  const hooks = { onProgress, onPreview, signal, previewInterval, checkpointInterval: 0 };
  return (await generateHead(recipe, engine, store, hooks)).report;
});

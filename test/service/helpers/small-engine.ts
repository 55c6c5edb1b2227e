import { openEngine } from "../../../runtime/host/node/engine.ts";
import { makeGridRecipe } from "../../../runtime/host/node/recipes.ts";
import { serveCompute } from "../../../runtime/service/compute/child.ts";
import { runJob, settleJob } from "../../../runtime/service/compute/make-job.ts";

// The engine itself on a few steps of the draft preset, with a checkpoint after every step.
serveCompute(async (job, { store, signal, onProgress, onPreview }) => {
  const settled = job.parent ? await settleJob(job) : { recipe: await makeGridRecipe(job.request) };
  const { recipe } = settled;
  // The service has read the prompt for layers.
  delete recipe.report;
  if (recipe.carrier !== "grid") throw new Error("this engine shortens the stages of heads on the grid");
  recipe.geometry = { ...recipe.geometry, steps: 6, resolution: 32, bandEvery: 3 };
  recipe.texture = { ...recipe.texture, steps: 6, supersample: 1 };
  recipe.refine = { ...recipe.refine, views: 3, rounds: 1, updates: 1, samplerSteps: 3 };
  recipe.bake = { ...recipe.bake, triangles: 600, textureSize: 512, image: "png" };
  if (recipe.edit) {
    const { shape, color, refine } = recipe.edit;
    Object.assign(recipe.edit, {
      shape: { ...shape, steps: 4 },
      color: { ...color, steps: 4 },
      refine: { ...refine, views: 0 },
    });
  }
  const engine = await openEngine({ pack: job.pack, threads: 1 });
  const hooks = { onProgress, onPreview, signal, previewInterval: job.previewInterval, checkpointInterval: 0 };
  return (await runJob(settled, engine, store, hooks)).report;
});

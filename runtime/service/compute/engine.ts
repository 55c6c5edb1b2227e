import { openEngine } from "../../cli/engine.ts";
import { makeRecipe } from "../../cli/recipe.ts";
import { generateHead } from "../../stages/generate.ts";
import { serveCompute } from "./child.ts";

// The compute process of the product: loads the engine, makes the head its job describes.
serveCompute(
  async ({ request, pack, threads, provider, previewInterval }, { store, signal, onProgress, onPreview }) => {
    const recipe = await makeRecipe(request);
    const engine = await openEngine({ pack, threads, provider });
    try {
      const hooks = { onProgress, onPreview, signal, previewInterval, checkpointInterval: 6000 };
      return (await generateHead(recipe, engine, store, hooks)).report;
    } finally {
      await engine.pack.release();
    }
  },
);

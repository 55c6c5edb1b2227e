import { HeadError, type Maker } from "../../head/document.ts";
import { buildLayeredHead } from "../../head/layers/build-layered-head.ts";
import { individualWeights } from "../../head/look/individual.ts";
import type { HeadStore } from "../../head/store.ts";
import type { LayerTools } from "../engine.ts";
import { claimStore } from "../job/claim-store.ts";
import { estimated, planOf } from "../job/estimate.ts";
import type { GeneratedHead, GenerateHooks } from "../job/job.ts";
import { stopwatch } from "../job/work-on.ts";
import type { LayeredRecipe } from "../recipe.ts";
import { finishLayers } from "./finish-layers.ts";
import { breathe, type LayersJob } from "./layers-job.ts";
import { previewLayers } from "./preview-layers.ts";

/** Side of the pictures that the first preview is coloured by: its vertices lie further apart. */
const PREVIEW_TEXTURE = 256;

/**
 * Makes a head of layers from a recipe: its Look is built, then baked. An interrupted run begins anew, within seconds of where it
 * was; the bytes are those of an uninterrupted one.
 * @param parent what the document calls the head that this one is an edit of.
 * @throws HeadError where the store holds a head of another recipe or another parent; the signal's reason when aborted.
 */
export async function makeLayeredHead(
  asked: LayeredRecipe,
  engine: LayerTools,
  store: HeadStore,
  { onProgress, ...hooks }: GenerateHooks = {},
  parent?: string,
): Promise<GeneratedHead> {
  const kit = await engine.headKit();
  // No network takes part.
  const maker: Maker = { engine: engine.maker.engine };
  const seed = asked.edit?.firstSeed ?? asked.seed;
  const { document, recipe } = await claimStore(asked, store, maker, () => ({
    template: individualWeights(kit.people, asked.look, seed, asked.variation),
    ...(parent === undefined ? {} : { parent }),
  }));
  if (document.parent !== parent) {
    throw new HeadError(`this head folder holds an edit of "${document.parent}", not of "${parent}"; choose another`);
  }
  const tell = estimated(planOf(recipe), onProgress);
  const job: LayersJob = { recipe, engine, store, maker, hooks: { ...hooks, onProgress: tell }, ...stopwatch() };
  tell?.({ stage: "prepare", step: 0, steps: 1, secondsPerStep: 0 });
  const build = async (textureSize: number) =>
    (await buildLayeredHead(kit, recipe.look, { textureSize, seed, variation: recipe.variation })).head;
  if (hooks.onPreview && recipe.bake.textureSize > PREVIEW_TEXTURE) {
    hooks.onPreview(await previewLayers(await build(PREVIEW_TEXTURE), { stage: "prepare", step: 0 }));
    await breathe(hooks);
  }
  const head = await job.timed("build", () => build(recipe.bake.textureSize));
  await breathe(hooks);
  hooks.onPreview?.(await previewLayers(head, { stage: "bake", step: 0 }));
  return finishLayers(job, document, head);
}

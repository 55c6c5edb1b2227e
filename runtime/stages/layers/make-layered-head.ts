import type { Maker } from "../../head/document.ts";
import { shapeLayeredHead } from "../../head/layers/build-layered-head.ts";
import type { HeadKit } from "../../head/layers/kit.ts";
import { fromLevel } from "../../head/layers/nearest-level.ts";
import type { ShapedHead, SolidSurfaces, SurfacePlan } from "../../head/layers/paint-anatomy.ts";
import type { LayeredHead } from "../../head/layers/types.ts";
import { individualWeights } from "../../head/look/individual.ts";
import { recordParts } from "../../head/part-files/record-parts.ts";
import type { HeadStore } from "../../head/store.ts";
import type { ParentHead } from "../edit/parent-head.ts";
import type { Engine, LayerTools } from "../engine.ts";
import { loadCheckpoint } from "../files/checkpoint.ts";
import { packFor } from "../job/check-pack.ts";
import { asBegun, checkParent, claimStore } from "../job/claim-store.ts";
import { estimated, planOf } from "../job/estimate.ts";
import type { GeneratedHead, GenerateHooks } from "../job/job.ts";
import { stageHooks } from "../job/stage-hooks.ts";
import { stopwatch } from "../job/work-on.ts";
import type { LayeredRecipe } from "../recipe.ts";
import type { LayeredStages } from "../stage-settings.ts";
import { distilLayers, type LayeredWork } from "./distil-layers.ts";
import { finishLayers, firstLevel } from "./finish-layers.ts";
import { breathe, type LayersJob } from "./layers-job.ts";
import { paintHead } from "./painting/paint-head.ts";
import { previewDressed } from "./preview-dressed.ts";
import { previewLayers } from "./preview-layers.ts";
import { stagesOf } from "./stages-of.ts";
import { subjectOf } from "./subject.ts";

/**
 * Makes a head of layers from a recipe: its Look is built, distilled where the recipe has stages, then baked. An interrupted run builds
 * anew and distils on from the store's checkpoint; the bytes are those of an uninterrupted one.
 * @param parent where the head is an edit; one without stages needs but its name.
 * @throws RangeError where the stages lack a pack, or the pack what they ask for; HeadError where the store holds a head of another recipe or another parent, or an own part is missing or another; the signal's reason when aborted.
 */
export async function makeLayeredHead(
  asked: LayeredRecipe,
  opened: LayerTools & Partial<Pick<Engine, "kernels" | "pack">>,
  store: HeadStore,
  { onProgress, ...hooks }: GenerateHooks = {},
  parent?: Pick<ParentHead, "name"> & Partial<ParentHead>,
): Promise<GeneratedHead> {
  const kit = await opened.headKit();
  const pack = asked.stages && packFor(asked, opened.kernels && opened.pack);
  // Where nothing is distilled, neither networks nor their kernels take part.
  const makerOf = ({ maker }: LayerTools): Maker => (asked.stages ? maker : { engine: maker.engine });
  const seed = asked.edit?.firstSeed ?? asked.seed;
  const { parts: recorded, ...rest } = asked;
  const parts = recordParts(kit, asked.look, recorded);
  const { document, recipe } = await claimStore<LayeredRecipe>(
    { ...rest, ...(parts && { parts }) },
    store,
    makerOf(opened),
    () => ({
      template: individualWeights(kit.people, asked.look, seed, asked.variation),
      ...(parent && { parent: parent.name }),
    }),
  );
  checkParent(document, parent?.name);
  recordParts(kit, recipe.look, recipe.parts);
  const engine = asBegun(opened, document);
  const { kernels } = engine;
  const maker = makerOf(engine);
  const tell = estimated(planOf(recipe, pack), onProgress);
  const job: LayersJob = { recipe, engine, store, maker, hooks: { ...hooks, onProgress: tell }, ...stopwatch() };
  tell?.({ stage: "prepare", step: 0, steps: 1, secondsPerStep: 0 });
  const { textureSize } = recipe.bake;
  engine.painter.prepare(textureSize);
  const options = { seed, variation: recipe.variation };
  const shaped = await job.timed("build", () => shapeLayeredHead(kit, recipe.look, options));
  const stages = stagesOf(recipe);
  const { store: from, look } = parent ?? {};
  const origin = stages && from && look && { store: from, look };
  const painting = paintHead(engine.painter, kit, shaped, { textureSize, isEdit: origin !== undefined });
  // What it was made from is compared with it, and never moves.
  const before = origin && (await shapeLayeredHead(kit, origin.look, { ...options, targets: [] }));
  const was = before &&
    origin && { store: origin.store, skin: before.anatomy.layers.Skin, colors: painting.compared(before) };
  const painted = painting.whole();
  const rough = await showFirst(job, kit, { shaped, plan: painting.plan });
  await breathe(hooks);
  let head: LayeredHead;
  let sheet: number | undefined;
  const levelOf = (settled: LayeredHead) => firstLevel(recipe, settled, parent?.store);
  if (stages && kernels && pack) {
    const subject = subjectOf(kit, await painting.outline(rough));
    const whole = painted.then((built) => built.head);
    const onShaped = async (settled: LayeredHead) => {
      sheet = engine.traceSheet?.(fromLevel(settled, await levelOf(settled)).layers);
    };
    const work = { subject, painted: whole, parent: was, keep: kit.keep, onShaped };
    ({ head } = await distil(job, { kernels, pack }, stages, work));
  } else {
    ({ head } = await job.timed("paint", () => painted));
  }
  await breathe(hooks);
  hooks.onPreview?.(await previewLayers(head, { stage: "bake", step: 0 }));
  return finishLayers(job, document, head, { level: await levelOf(head), sheet });
}

/** Shows the dressed head, painted roughly, to whoever looks on. @returns what was painted for it. */
async function showFirst(
  { hooks }: LayersJob,
  kit: HeadKit,
  { shaped, plan }: { shaped: ShapedHead; plan: SurfacePlan },
): Promise<SolidSurfaces | undefined> {
  if (!hooks.onPreview) return undefined;
  const { preview, solid } = await previewDressed(kit, shaped, plan);
  hooks.onPreview(preview);
  return solid;
}

async function distil(
  job: LayersJob,
  engine: LayeredWork["engine"],
  stages: LayeredStages,
  work: Pick<LayeredWork, "subject" | "painted" | "parent" | "keep" | "onShaped">,
) {
  const { recipe, store, hooks } = job;
  const checkpoint = await loadCheckpoint(store);
  const watched = { ...stageHooks(hooks), onPreview: hooks.onPreview };
  const distilled = await job.timed("distil", () =>
    distilLayers({
      ...{ ...work, engine, asked: recipe, stages, store, checkpoint, hooks: watched },
    }),
  );
  await engine.pack.release();
  return distilled;
}

import type { Field } from "../../field/field.ts";
import type { Keep } from "../../head/layers/keep.ts";
import type { LayeredHead, LayerMesh, Picture } from "../../head/layers/types.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { type Tensors, writeTensors } from "../../head/tensors.ts";
import { keepWithin } from "../../kernels/keep-within.ts";
import { type ColorTraining, trainColors } from "../color/train-colors.ts";
import type { Engine } from "../engine.ts";
import { type Checkpoint, fieldParameters, restoreField, saveTraining } from "../files/checkpoint.ts";
import { stageContext } from "../guidance/stage-context.ts";
import { type StageTexts, stageTexts } from "../guidance/stage-texts.ts";
import type { LivePreview } from "../job/live-preview.ts";
import { runStage, type StageHooks } from "../job/run-stage.ts";
import type { Recipe } from "../recipe.ts";
import type { LayeredStages } from "../stage-settings.ts";
import { changedColors, changedShape } from "./changed-skin.ts";
import { bakeResidual } from "./color/bake-residual.ts";
import { learnResidual } from "./color/learn-residual.ts";
import type { Paint } from "./color/paint.ts";
import { createResidualModel, drawnResidual, finishResidual } from "./color/residual-model.ts";
import { trainTrajectory } from "./color/train-trajectory.ts";
import { createTrajectory } from "./color/trajectory.ts";
import { anatomySurface, type DrawnHead, drawnSurface, keepDrawn } from "./drawn-head.ts";
import { readLearned, SKIN } from "./learned.ts";
import { previewDrawn } from "./preview-drawn.ts";
import { learnShape } from "./shape/learn-shape.ts";
import { moveHead } from "./shape/move-head.ts";
import { createShapeField, createShapeModel, finishShape, type LearnedShape } from "./shape/shape-model.ts";
import { shapeStep } from "./shape/shape-step.ts";
import { atLevel, type KeptSkin, type LayeredSubject, skinOf } from "./subject.ts";

/** A layered head that is to be distilled. */
export interface LayeredWork {
  engine: Pick<Engine, "kernels" | "pack">;
  /** What the prior is asked with, and the seed of all that is drawn at random. */
  asked: Pick<Recipe, "prompt" | "negative" | "seed">;
  stages: LayeredStages;
  /** Of opaque surfaces no picture is looked at before colours are learned, unless there are previews. */
  subject: LayeredSubject;
  /** The same head with all its pictures, where they are still being painted; those of `subject` where left out. */
  painted?: Promise<Pick<LayeredHead, "layers">>;
  /** Takes checkpoints, and the fields when they are learned: `HEAD_FILES.geometry` and `HEAD_FILES.color`. */
  store: HeadStore;
  checkpoint: Checkpoint | undefined;
  /** Keeps what all heads of the subject's kit share. */
  keep?: Keep;
  /** Of an edit: what it was made from. */
  parent?: LayeredParent;
  hooks: StageHooks & { onPreview?(preview: LivePreview): void };
  /** Told of the head once its meshes and cards are settled, before its colours are learned. */
  onShaped?(head: LayeredHead): Promise<void>;
}

/** A head that another is an edit of. */
export interface LayeredParent {
  /** Its skin's levels as they were built, before it was distilled. */
  skin: LayerMesh[];
  /** Its skin's colours and those of the head that is distilled, at one size. */
  colors: [Picture | undefined, Picture | undefined] | Promise<[Picture | undefined, Picture | undefined]>;
  /** Its store, with what it learned; a head that was built alone has learned nothing. */
  store: Pick<HeadStore, "read">;
}

/**
 * Distils shape and colours of a layered head: offsets on normal maps, then a residual of the drawn colours, then steps in
 * image space. Goes on from the checkpoint; what is finished and in the store is not done again, and the bytes are those of an
 * uninterrupted run. An edit's fields go on from its parent's, and change it where the two heads were built otherwise: elsewhere
 * offsets and colours are the parent's, and a stage with nothing to change takes no step.
 * @returns the head at all its levels with what was learned in its meshes and surfaces, and where its landmarks are now.
 * @throws the signal's reason when aborted.
 */
export async function distilLayers(work: LayeredWork): Promise<Pick<LayeredSubject, "head" | "landmarks">> {
  const { kernels } = work.engine;
  return keepWithin(kernels, async () => {
    const rest = keepDrawn(kernels, work.subject.head);
    const { parent, subject, stages, painted = subject.head } = work;
    const { levels } = skinOf(subject.head);
    const shape = parent && changedShape(parent.skin, levels);
    const moved = await keepWithin(kernels, () => shapeLayers(work, rest, shape));
    const color = shape && changedColors(shape, await parent.colors, levels, stages.geometry.border);
    let residual = (await readLearned(work.store, HEAD_FILES.color))?.[SKIN] as Float32Array | undefined;
    // Words are read while surfaces are still being painted.
    const isAsked = !residual && !isStill(color);
    const texts = isAsked ? stageTexts(work.engine.pack, work.asked, stages.texture) : undefined;
    // Thrown where they are awaited; what begins here ends here.
    const read = texts?.catch(() => {});
    try {
      const head = withSurfaces(moved.head, await painted);
      await work.onShaped?.(head);
      residual ??= await colorLayers(work, rest, { ...moved, head }, { masks: color, texts });
      return { ...moved, head: bakeResidual(head, residual, work.keep) };
    } finally {
      await read;
    }
  });
}

/** A head with the surfaces of another of the same layers. */
function withSurfaces(head: LayeredHead, { layers }: Pick<LayeredHead, "layers">): LayeredHead {
  const surfaces = new Map(layers.map(({ name, surface }) => [name, surface]));
  return {
    ...head,
    layers: head.layers.map((layer) => ({ ...layer, surface: surfaces.get(layer.name) ?? layer.surface })),
  };
}

async function shapeLayers(work: LayeredWork, drawn: DrawnHead, masks: Float32Array[] | undefined) {
  const { engine, asked, stages, subject, store, hooks, checkpoint } = work;
  const settings = stages.geometry;
  const finished = await readLearned(store, HEAD_FILES.geometry);
  if (finished) return moveHead(subject, finished[SKIN] as Float32Array);
  const { kept, parameters } = await keptOf(work, HEAD_FILES.geometry, masks);
  const at = checkpoint?.stage === "geometry" ? checkpoint : undefined;
  const field = createShapeField(engine.kernels, settings, asked.seed);
  goOn(field, parameters, at);
  let learned = kept?.before;
  if (!learned || !isStill(kept?.masks)) {
    const model = createShapeModel(drawn, subject, settings, { field, kept });
    const { landmarks } = subject;
    const context = await stageContext(engine, asked, settings, { landmarks, known: anatomySurface(drawn) });
    const shape = learnShape(model);
    const { trainer } = shape;
    await runStage(
      {
        name: "geometry",
        steps: settings.steps,
        from: at?.step ?? 0,
        step: (index) => shapeStep(context, shape, index),
        save: (index) => saveTraining(store, "geometry", index, trainer),
        preview: (index) => previewShape(work, drawn, shape, index),
      },
      hooks,
    ).finally(trainer.home);
    learned = finishShape(model);
  }
  await store.write(HEAD_FILES.geometry, writeTensors({ ...fieldParameters(field), [SKIN]: learned }));
  return moveHead(subject, learned);
}

async function colorLayers(
  work: LayeredWork,
  { positions }: DrawnHead,
  { head, landmarks }: Pick<LayeredSubject, "head" | "landmarks">,
  { masks, texts }: { masks: Float32Array[] | undefined; texts: Promise<StageTexts> | undefined },
): Promise<Float32Array> {
  const { engine, asked, stages, subject, store, hooks, checkpoint } = work;
  const settings = stages.texture;
  const drawn = keepDrawn(engine.kernels, head);
  const { kept, parameters } = await keptOf(work, HEAD_FILES.color, masks);
  const still = isStill(kept?.masks);
  const open = () => stageContext(engine, asked, settings, { landmarks, known: drawnSurface(drawn) }, texts);
  const show = (paints: Paint[], values: () => Float32Array | Promise<Float32Array>): ColorTraining => ({
    ...{ store, hooks, checkpoint },
    preview: async (stage, step) =>
      hooks.onPreview?.(previewDrawn(drawn, { stage, step }, { residual: { paints, values: await values() } })),
  });
  if (stages.trajectory && engine.pack.seesView) {
    const plan = { texture: settings, plan: stages.trajectory };
    const model = createTrajectory(drawn, { subject, shaped: head }, plan, kept);
    const { paints, residual, cage } = model;
    if (!still)
      await trainTrajectory(
        show(paints, () => atLevel(residual, cage)),
        await open(),
        model,
      );
    await store.write(HEAD_FILES.color, writeTensors({ [SKIN]: residual }));
    return residual;
  }
  const model = createResidualModel(drawn, { positions, subject }, settings, { seed: asked.seed + 1, kept });
  goOn(model.field, parameters, checkpoint?.stage === "geometry" ? undefined : checkpoint);
  if (!still) {
    const colors = learnResidual(model);
    const { home } = colors.trainer;
    const values = () => home().then(() => drawnResidual(model));
    await trainColors(show(model.paints, values), await open(), colors, stages.refine).finally(home);
  }
  const learned = finishResidual(model);
  await store.write(HEAD_FILES.color, writeTensors({ ...fieldParameters(model.field), [SKIN]: learned }));
  return learned;
}

/** Of an edit: what a stage keeps of the parent, and the parameters that its field goes on from. */
async function keptOf(
  { parent, subject }: LayeredWork,
  file: string,
  masks: Float32Array[] | undefined,
): Promise<{ kept?: KeptSkin; parameters?: Tensors }> {
  if (!parent || !masks) return {};
  const learned = await readLearned(parent.store, file);
  if (!learned) return { kept: { masks, before: new Float32Array(skinOf(subject.head).levels[0].positions.length) } };
  const { [SKIN]: before, ...parameters } = learned;
  return { kept: { masks, before: before as Float32Array }, parameters };
}

/** Nothing of the skin is other than the parent's. */
function isStill(masks: Float32Array[] | undefined): boolean {
  return masks?.every((mask) => mask.every((share) => share === 0)) ?? false;
}

/** Puts the checkpoint into a field, or else an edit's parent's parameters, where they are of a field of this size. */
function goOn(field: Field, parameters: Tensors | undefined, checkpoint: Checkpoint | undefined): void {
  if (checkpoint) restoreField(field, checkpoint.tensors, HEAD_FILES.checkpoint);
  else if (
    parameters &&
    Object.entries(fieldParameters(field)).every(([name, { length }]) => parameters[name]?.length === length)
  ) {
    restoreField(field, parameters, HEAD_FILES.geometry);
  }
}

async function previewShape(
  { hooks }: LayeredWork,
  drawn: DrawnHead,
  shape: LearnedShape,
  step: number,
): Promise<void> {
  if (!hooks.onPreview) return;
  const { scratch } = drawn.kernels;
  const mark = scratch.mark();
  const positions = await shape.positions();
  hooks.onPreview(previewDrawn(drawn, { stage: "geometry", step }, { positions }));
  scratch.release(mark);
}

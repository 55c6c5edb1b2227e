import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { readTensors, writeTensors } from "../../head/tensors.ts";
import { type ColorTraining, trainColors } from "../color/train-colors.ts";
import type { Engine } from "../engine.ts";
import { type Checkpoint, fieldParameters, restoreField, saveCheckpoint } from "../files/checkpoint.ts";
import { stageContext } from "../guidance/stage-context.ts";
import type { LivePreview } from "../job/live-preview.ts";
import { runStage, type StageHooks } from "../job/run-stage.ts";
import type { LayeredStages, Recipe } from "../recipe.ts";
import { bakeResidual } from "./color/bake-residual.ts";
import { residualColors } from "./color/render-residual.ts";
import { createResidualModel } from "./color/residual-model.ts";
import { anatomySurface, type DrawnHead, drawnSurface, keepDrawn } from "./drawn-head.ts";
import { previewDrawn } from "./preview-drawn.ts";
import { moveHead } from "./shape/move-head.ts";
import { createShapeModel, forwardShape, type ShapeModel } from "./shape/shape-model.ts";
import { shapeStep } from "./shape/shape-step.ts";
import type { LayeredSubject } from "./subject.ts";

/** A layered head that is to be distilled. */
export interface LayeredWork {
  engine: Pick<Engine, "kernels" | "pack">;
  /** What the prior is asked with, and the seed of all that is drawn at random. */
  asked: Pick<Recipe, "prompt" | "negative" | "seed">;
  stages: LayeredStages;
  subject: LayeredSubject;
  /** Takes checkpoints, and the fields when they are learned: `HEAD_FILES.geometry` and `HEAD_FILES.color`. */
  store: HeadStore;
  checkpoint: Checkpoint | undefined;
  hooks: StageHooks & { onPreview?(preview: LivePreview): void };
}

/**
 * Distils shape and colours of a layered head: offsets on normal maps, then a residual of the drawn colours, then steps in
 * image space. Goes on from the checkpoint; what is finished and in the store is not done again, and the bytes are those of an
 * uninterrupted run.
 * @returns the head at all its levels with what was learned in its meshes and surfaces, and where its landmarks are now.
 * @throws the signal's reason when aborted.
 */
export async function distilLayers(work: LayeredWork): Promise<Pick<LayeredSubject, "head" | "landmarks">> {
  const { kernels } = work.engine;
  const top = kernels.store.mark();
  try {
    const rest = keepDrawn(kernels, work.subject.head);
    const shaped = await shapeLayers(work, rest);
    const head = await colorLayers(work, rest, shaped);
    return { ...shaped, head };
  } finally {
    kernels.store.release(top);
  }
}

async function shapeLayers(work: LayeredWork, drawn: DrawnHead): Promise<Pick<LayeredSubject, "head" | "landmarks">> {
  const { engine, asked, stages, subject, store, hooks, checkpoint } = work;
  const { kernels } = engine;
  const settings = stages.geometry;
  const mark = kernels.store.mark();
  const model = createShapeModel(drawn, subject, settings, asked.seed);
  const finished = await store.read(HEAD_FILES.geometry);
  if (finished) restoreField(model.field, readTensors(finished, HEAD_FILES.geometry).tensors, HEAD_FILES.geometry);
  else {
    const at = checkpoint?.stage === "geometry" ? checkpoint : undefined;
    if (at) restoreField(model.field, at.tensors, HEAD_FILES.checkpoint);
    const { landmarks } = subject;
    const context = await stageContext(engine, asked, settings, { landmarks, known: anatomySurface(drawn) });
    await runStage(
      {
        name: "geometry",
        steps: settings.steps,
        from: at?.step ?? 0,
        step: (index) => shapeStep(context, model, index),
        save: (index) => saveCheckpoint(store, "geometry", index, model.field),
        preview: (index) => previewShape(work, model, index),
      },
      hooks,
    );
    await store.write(HEAD_FILES.geometry, writeTensors(fieldParameters(model.field)));
  }
  const moved = moveHead(model);
  kernels.store.release(mark);
  return moved;
}

async function colorLayers(
  work: LayeredWork,
  rest: DrawnHead,
  { head, landmarks }: Pick<LayeredSubject, "head" | "landmarks">,
) {
  const { engine, asked, stages, subject, store, hooks, checkpoint } = work;
  const settings = stages.texture;
  const drawn = keepDrawn(engine.kernels, head);
  const model = createResidualModel(drawn, { positions: rest.positions, subject }, settings, asked.seed + 1);
  const finished = await store.read(HEAD_FILES.color);
  if (finished) restoreField(model.field, readTensors(finished, HEAD_FILES.color).tensors, HEAD_FILES.color);
  else {
    if (checkpoint && checkpoint.stage !== "geometry") {
      restoreField(model.field, checkpoint.tensors, HEAD_FILES.checkpoint);
    }
    const context = await stageContext(engine, asked, settings, { landmarks, known: drawnSurface(drawn) });
    const preview: ColorTraining["preview"] = (stage, step) =>
      hooks.onPreview?.(previewDrawn(drawn, { stage, step }, { residual: model }));
    await trainColors({ store, hooks, checkpoint, preview }, context, residualColors(model), stages.refine);
    await store.write(HEAD_FILES.color, writeTensors(fieldParameters(model.field)));
  }
  return bakeResidual(model, head, subject.head);
}

function previewShape({ hooks }: LayeredWork, model: ShapeModel, step: number): void {
  if (!hooks.onPreview) return;
  const { drawn, kernels } = model;
  const mark = kernels.scratch.mark();
  const { positions } = forwardShape(model);
  hooks.onPreview(previewDrawn(drawn, { stage: "geometry", step }, { positions }));
  kernels.scratch.release(mark);
}

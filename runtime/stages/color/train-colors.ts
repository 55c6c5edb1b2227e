import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { type Checkpoint, restoreTensors, saveTraining } from "../files/checkpoint.ts";
import type { StageContext } from "../guidance/distill-view.ts";
import { stageSteps } from "../guidance/stage-steps.ts";
import { runStage, type StageHooks } from "../job/run-stage.ts";
import type { RefineSettings } from "../stage-settings.ts";
import { colorPupil } from "./grow-colors.ts";
import { refineStep, refineSteps } from "./refine.ts";
import { type ColorModel, textureStep } from "./texture.ts";

/** Where colours are learned: what is saved, where it goes on, and who listens. */
export interface ColorTraining {
  store: HeadStore;
  hooks: StageHooks;
  checkpoint: Checkpoint | undefined;
  /** Shows the present colours. */
  preview(stage: "texture" | "refine", step: number): void | Promise<void>;
}

/** Texture and refine stage of a model whose trainer's field holds the checkpoint's parameters where there is one. */
export async function trainColors(
  { store, hooks, checkpoint, preview }: ColorTraining,
  context: StageContext,
  model: ColorModel,
  refine: RefineSettings,
): Promise<void> {
  const { trainer } = model;
  const at = checkpoint && checkpoint.stage !== "geometry" ? checkpoint : undefined;
  if (at?.stage !== "refine") {
    const { steps, step, tensors } = await stageSteps(
      context,
      { stage: "texture", settings: model.settings },
      (index) => textureStep(context, model, index),
      () => colorPupil(model, context.showKnown),
    );
    if (at) restoreTensors(tensors, at.tensors, HEAD_FILES.checkpoint);
    await runStage(
      {
        name: "texture",
        steps,
        from: at?.step ?? 0,
        step,
        save: (index) => saveTraining(store, "texture", index, trainer, tensors),
        preview: (index) => preview("texture", index),
      },
      hooks,
    );
    await saveTraining(store, "refine", 0, trainer);
  }
  await runStage(
    {
      name: "refine",
      steps: refineSteps(refine),
      from: at?.stage === "refine" ? at.step : 0,
      step: (index) => refineStep(context, model, refine, index),
      save: (index) => saveTraining(store, "refine", index, trainer),
      preview: (index) => preview("refine", index),
    },
    hooks,
  );
}

import type { HeadStore } from "../../head/store.ts";
import { type Checkpoint, saveCheckpoint } from "../files/checkpoint.ts";
import type { StageContext } from "../guidance/distill-view.ts";
import { runStage, type StageHooks } from "../job/run-stage.ts";
import type { RefineSettings } from "../recipe.ts";
import { refineStep, refineSteps } from "./refine.ts";
import { type ColorModel, textureStep } from "./texture.ts";

/** Where colours are learned: what is saved, where it goes on, and who listens. */
export interface ColorTraining {
  store: HeadStore;
  hooks: StageHooks;
  checkpoint: Checkpoint | undefined;
  /** Shows the present colours. */
  preview(stage: "texture" | "refine", step: number): void;
}

/** Texture and refine stage of a model whose field holds the checkpoint's parameters where there is one. */
export async function trainColors(
  { store, hooks, checkpoint, preview }: ColorTraining,
  context: StageContext,
  model: ColorModel,
  refine: RefineSettings,
): Promise<void> {
  const { field, settings } = model;
  const at = checkpoint && checkpoint.stage !== "geometry" ? checkpoint : undefined;
  if (at?.stage !== "refine") {
    await runStage(
      {
        name: "texture",
        steps: settings.steps,
        from: at?.step ?? 0,
        step: (index) => textureStep(context, model, index),
        save: (index) => saveCheckpoint(store, "texture", index, field),
        preview: (index) => preview("texture", index),
      },
      hooks,
    );
    await saveCheckpoint(store, "refine", 0, field);
  }
  await runStage(
    {
      name: "refine",
      steps: refineSteps(refine),
      from: at?.stage === "refine" ? at.step : 0,
      step: (index) => refineStep(context, model, refine, index),
      save: (index) => saveCheckpoint(store, "refine", index, field),
      preview: (index) => preview("refine", index),
    },
    hooks,
  );
}

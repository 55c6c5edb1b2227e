import { HEAD_FILES } from "../../../head/store.ts";
import type { Tensors } from "../../../head/tensors.ts";
import type { ColorTraining } from "../../color/train-colors.ts";
import { restoreTensors, saveTensors } from "../../files/checkpoint.ts";
import type { StageContext } from "../../guidance/distill-view.ts";
import { runStage } from "../../job/run-stage.ts";
import { type Trajectory, trajectoryStep, trajectorySteps } from "./trajectory.ts";

/** Takes all steps of a trajectory, from the checkpoint on where there is one. */
export async function trainTrajectory(
  { store, hooks, checkpoint, preview }: ColorTraining,
  context: StageContext,
  model: Trajectory,
): Promise<void> {
  const state: Tensors = { residual: model.residual, ...model.change };
  const at = checkpoint?.stage === "texture" ? checkpoint : undefined;
  if (at) restoreTensors(state, at.tensors, HEAD_FILES.checkpoint);
  await runStage(
    {
      name: "texture",
      steps: trajectorySteps(model.plan),
      from: at?.step ?? 0,
      step: (index) => trajectoryStep(context, model, index),
      save: (index) => saveTensors(store, "texture", index, state),
      preview: (index) => preview("texture", index),
    },
    hooks,
  );
}

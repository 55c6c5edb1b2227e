import type { Tensors } from "../../head/tensors.ts";
import type { RingSettings, StageSettings } from "../stage-settings.ts";
import type { StageContext } from "./distill-view.ts";
import { openRing, type RingPupil, ringStep, ringSteps } from "./ring.ts";

/** A stage's steps, and what they go on from beside what is learned. */
export interface StageSteps {
  steps: number;
  step(index: number): Promise<number>;
  tensors: Tensors;
}

/** Rounds of the stage's ring where it has one, its usual steps where not. @param usual a step of score distillation. */
export async function stageSteps(
  context: StageContext,
  { stage, settings }: { stage: string; settings: StageSettings & { ring?: RingSettings } },
  usual: StageSteps["step"],
  pupilOf: () => RingPupil,
): Promise<StageSteps> {
  if (!settings.ring) return { steps: settings.steps, step: usual, tensors: {} };
  const pupil = pupilOf();
  const ring = await openRing(context, pupil, { ...settings, ring: settings.ring }, stage);
  return {
    steps: ringSteps(ring.settings),
    step: (index) => ringStep(context, ring, pupil, index),
    tensors: { "ring.latents": ring.latents },
  };
}

import { type Field, stepField } from "../../field/field.ts";
import { distillView, imageSize, type StageContext } from "../guidance/distill-view.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import { sampleCamera } from "../guidance/sample-camera.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { TextureSettings } from "../recipe.ts";
import { type Blend, type FixedMesh, renderColor, renderColorBackward } from "./render-color.ts";

/** The colour field on the finished surface. */
export interface TextureModel {
  settings: TextureSettings;
  field: Field;
  mesh: FixedMesh;
  /** An edit's parent, which shows outside the edited region. */
  blend?: Blend;
}

/**
 * One step of the texture stage (HeadArtist, section 4.2.2): render the colour field on the fixed surface, distil it,
 * and update the field.
 * @returns the mean squared latent gradient.
 */
export async function textureStep(context: StageContext, model: TextureModel, step: number): Promise<number> {
  const { kernels } = context;
  const { settings, field, mesh, blend } = model;
  const random = stageRandom(context.seed, "texture");
  const draw = random.step(step);
  const progress = step / settings.steps;
  const view = sampleCamera(settings.cameras, step, random.run, draw);

  const mark = kernels.scratch.mark();
  const { supersample, background } = settings;
  const size = imageSize(context, settings, progress);
  const render = renderColor(kernels, field, mesh, view.camera, size, supersample, background, blend);
  const { gradient, loss } = await distillView(context, settings, view, render.image, progress, draw);
  renderColorBackward(kernels, field, render, gradient);
  kernels.scratch.release(mark);
  stepField(field, decayedRates(settings.learningRates, progress));
  return loss;
}

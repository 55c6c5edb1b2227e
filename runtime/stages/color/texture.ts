import { distillView, imageSize, type StageContext } from "../guidance/distill-view.ts";
import type { LearnedPictures } from "../guidance/learned-pictures.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import { sampleCamera } from "../guidance/sample-camera.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { ColorSettings, RingSettings } from "../stage-settings.ts";

/** Colours that are learned. */
export interface ColorModel extends LearnedPictures {
  settings: ColorSettings & { ring?: RingSettings };
}

/**
 * One step of the texture stage (HeadArtist, section 4.2.2): render the colours on the fixed surface, distil them,
 * and update the field.
 * @returns the mean squared latent gradient.
 */
export async function textureStep(context: StageContext, model: ColorModel, step: number): Promise<number> {
  const { kernels } = context;
  const { settings, trainer } = model;
  const random = stageRandom(context.seed, "texture");
  const draw = random.step(step);
  const progress = step / settings.steps;
  const view = sampleCamera(settings.cameras, step, random.run, draw);

  const mark = kernels.scratch.mark();
  const shown = await model.show(view.camera, imageSize(context, settings, progress));
  const { gradient, loss } = await distillView(context, settings, view, shown.image, progress, draw);
  shown.backward(gradient);
  kernels.scratch.release(mark);
  trainer.step(decayedRates(settings.learningRates, progress));
  return loss;
}

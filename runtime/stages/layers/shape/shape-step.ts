import { distillView, imageSize, type StageContext } from "../../guidance/distill-view.ts";
import { decayedRates } from "../../guidance/learning-rate.ts";
import { sampleCamera } from "../../guidance/sample-camera.ts";
import { stageRandom } from "../../guidance/step-rng.ts";
import type { LearnedShape } from "./shape-model.ts";

/**
 * One step of the geometry stage on a layered head: render a normal map of all layers, distil it, add normal consistency
 * and the Laplacian of the displacement, which leaves the built head's own detail alone, and update the field of offsets.
 * @returns the mean squared latent gradient.
 */
export async function shapeStep(context: StageContext, shape: LearnedShape, step: number): Promise<number> {
  const { kernels } = context;
  const { settings, trainer } = shape;
  const random = stageRandom(context.seed, "geometry");
  const draw = random.step(step);
  const progress = step / settings.steps;
  const view = sampleCamera(settings.cameras, step, random.run, draw);
  const mark = kernels.scratch.mark();
  const { image, backward } = await shape.show(view.camera, imageSize(context, settings, progress));
  const { gradient, loss } = await distillView(context, settings, view, image, progress, draw);
  backward(gradient);
  kernels.scratch.release(mark);
  trainer.step(decayedRates(settings.learningRates, progress));
  return loss;
}

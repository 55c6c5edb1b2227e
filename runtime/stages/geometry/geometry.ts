import { distillNormalsAsLatent, distillView, imageSize, type StageContext } from "../guidance/distill-view.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import { sampleCamera } from "../guidance/sample-camera.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { LearnedGeometry } from "./learned-geometry.ts";

/**
 * One step of the geometry stage (HeadArtist, section 4.2.1): render a normal map of the present surface (with its
 * coverage, at the latents' size, in the first `latentSteps`), distil it, add normal consistency and Laplacian
 * smoothness, and update the field.
 * @returns the mean squared latent gradient.
 */
export async function geometryStep(context: StageContext, model: LearnedGeometry, step: number): Promise<number> {
  const { kernels, pack } = context;
  const { settings } = model;
  const random = stageRandom(context.seed, "geometry");
  const draw = random.step(step);
  const progress = step / settings.steps;
  const view = sampleCamera(settings.cameras, step, random.run, draw);
  if (step % settings.bandEvery === 0) await model.revisit();

  const mark = kernels.scratch.mark();
  const asLatent = step < settings.latentSteps;
  const size = asLatent ? pack.latentSize : imageSize(context, settings, progress);
  const shown = await model.show(view.camera, size, asLatent ? 4 : 3);
  const distil = asLatent ? distillNormalsAsLatent : distillView;
  const { gradient, loss } = await distil(context, settings, view, shown.image, progress, draw);
  const [low, high] = settings.normalConsistency;
  const smoothness = { normalConsistency: low + (high - low) * progress, laplacian: settings.laplacian };
  shown.backward(gradient, smoothness);
  kernels.scratch.release(mark);
  model.trainer.step(decayedRates(settings.learningRates, progress));
  return loss;
}

import { backwardField, stepField } from "../../field/field.ts";
import { distillNormalsAsLatent, distillView, imageSize, type StageContext } from "../guidance/distill-view.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import { sampleCamera } from "../guidance/sample-camera.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import { backwardGeometry, forwardGeometry, type GeometryModel, revisitGrid } from "./geometry-model.ts";
import { renderNormals, renderNormalsBackward } from "./render-normals.ts";

/**
 * One step of the geometry stage (HeadArtist, section 4.2.1): render a normal map of the present surface (with its
 * coverage, at the latents' size, in the first `latentSteps`), distil it, add normal consistency and Laplacian
 * smoothness, and update the field.
 * @returns the mean squared latent gradient.
 */
export async function geometryStep(context: StageContext, model: GeometryModel, step: number): Promise<number> {
  const { kernels, pack } = context;
  const { settings } = model;
  const random = stageRandom(context.seed, "geometry");
  const draw = random.step(step);
  const progress = step / settings.steps;
  const view = sampleCamera(settings.cameras, step, random.run, draw);
  if (step % settings.bandEvery === 0) revisitGrid(model);

  const mark = kernels.scratch.mark();
  const pass = forwardGeometry(model);
  const asLatent = step < settings.latentSteps;
  const size = asLatent ? pack.latentSize : imageSize(context, settings, progress);
  const channels = asLatent ? 4 : 3;
  const render = renderNormals(kernels, pass.surface, view.camera, size, settings.supersample, channels);
  const distil = asLatent ? distillNormalsAsLatent : distillView;
  const { gradient, loss } = await distil(context, settings, view, render.image, progress, draw);
  const [low, high] = settings.normalConsistency;
  const dPositions = renderNormalsBackward(kernels, render, gradient, {
    normalConsistency: low + (high - low) * progress,
    laplacian: settings.laplacian,
  });
  backwardField(model.field, pass.field, backwardGeometry(model, pass, dPositions));
  kernels.scratch.release(mark);
  stepField(model.field, decayedRates(settings.learningRates, progress));
  return loss;
}

import { backwardField, stepField } from "../field/field.ts";
import { distillView, type StageContext } from "./distill-view.ts";
import { backwardGeometry, forwardGeometry, type GeometryModel, revisitGrid } from "./geometry-model.ts";
import { decayedRates } from "./learning-rate.ts";
import { renderNormals, renderNormalsBackward } from "./render-normals.ts";
import { sampleCamera } from "./sample-camera.ts";
import { stageRandom } from "./step-rng.ts";

/**
 * One step of the geometry stage (HeadArtist, section 3.3): render a normal map of the present surface, distil it,
 * add normal consistency and Laplacian smoothness, and update the field.
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
  const render = renderNormals(kernels, pass.surface, view.camera, pack.imageSize, settings.supersample);
  const { gradient, loss } = await distillView(context, settings, view, render.image, progress, draw);
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

import { renderNormals, renderNormalsBackward } from "../../geometry/render-normals.ts";
import { distillView, imageSize, type StageContext } from "../../guidance/distill-view.ts";
import { decayedRates } from "../../guidance/learning-rate.ts";
import { sampleCamera } from "../../guidance/sample-camera.ts";
import { stageRandom } from "../../guidance/step-rng.ts";
import { drawnSurface } from "../drawn-head.ts";
import { backwardShape, forwardShape, type ShapeModel } from "./shape-model.ts";

/**
 * One step of the geometry stage on a layered head: render a normal map of all layers, distil it, add normal consistency
 * and the Laplacian of the displacement, which leaves the built head's own detail alone, and update the field of offsets.
 * @returns the mean squared latent gradient.
 */
export async function shapeStep(context: StageContext, model: ShapeModel, step: number): Promise<number> {
  const { kernels, drawn, settings } = model;
  const random = stageRandom(context.seed, "geometry");
  const draw = random.step(step);
  const progress = step / settings.steps;
  const view = sampleCamera(settings.cameras, step, random.run, draw);
  const mark = kernels.scratch.mark();
  const pass = await forwardShape(model);
  const size = imageSize(context, settings, progress);
  const surface = drawnSurface(drawn, pass.positions);
  const render = renderNormals(kernels, surface, view.camera, size, settings.supersample);
  const { gradient, loss } = await distillView(context, settings, view, render.image, progress, draw);
  const smoothness = { normalConsistency: settings.normalConsistency, laplacian: 0, consistent: model.skin };
  backwardShape(model, pass, renderNormalsBackward(kernels, render, gradient, smoothness));
  kernels.scratch.release(mark);
  model.trainer.step(decayedRates(settings.learningRates, progress));
  return loss;
}

import type { Field } from "../../field/field.ts";
import { type FieldTrainer, trainField } from "../../field/trainer.ts";
import type { Kernels } from "../../kernels/load.ts";
import type { Camera } from "../../render/camera.ts";
import { distillView, imageSize, type StageContext } from "../guidance/distill-view.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import { sampleCamera } from "../guidance/sample-camera.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { ColorSettings, TextureSettings } from "../recipe.ts";
import { type Blend, type FixedMesh, renderColor, renderColorBackward } from "./render-color.ts";

/** Colours that are learned, and how they are shown. */
export interface ColorModel {
  settings: ColorSettings;
  trainer: FieldTrainer;
  /** Renders a view in scratch memory, `size` pixels along an edge. */
  show(camera: Camera, size: number): Promise<ShownColors>;
}

export interface ShownColors {
  /** [size, size, 3] sRGB in [0, 1]. */
  image: Float32Array;
  /** Adds the gradient of an image loss ([size, size, 3], in kernel memory) to the field's parameters. */
  backward(dImage: Float32Array): void;
}

/** The colour field on the finished surface. */
export interface TextureModel {
  settings: TextureSettings;
  field: Field;
  mesh: FixedMesh;
  /** An edit's parent, which shows outside the edited region. */
  blend?: Blend;
}

export function meshColors(kernels: Kernels, { settings, field, mesh, blend }: TextureModel): ColorModel {
  const { supersample, background } = settings;
  const trainer = trainField(field);
  return {
    settings,
    trainer,
    async show(camera, size) {
      const render = await renderColor(kernels, trainer, mesh, camera, size, supersample, background, blend);
      const backward = (dImage: Float32Array) => renderColorBackward(kernels, trainer, render, dImage);
      return { image: render.image, backward };
    },
  };
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

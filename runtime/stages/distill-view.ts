import { viewWords } from "../diffusion/prompts.ts";
import type { NoiseSchedule } from "../diffusion/schedule.ts";
import type { Kernels } from "../kernels/load.ts";
import type { RandomStream } from "../kernels/random.ts";
import type { Pack } from "../pack/load.ts";
import { drawLandmarks } from "../render/landmarks.ts";
import { type DistillTexts, distill, sampleTimestep } from "./distill.ts";
import { fromNetworkGradient, toNetwork, toPlanes } from "./images.ts";
import type { StageSettings } from "./recipe.ts";
import type { SampledCamera } from "./sample-camera.ts";

/** What every stage works with. */
export interface StageContext {
  kernels: Kernels;
  pack: Pack;
  schedule: NoiseSchedule;
  /** [478, 3] landmarks of the template in head space. */
  landmarks: Float32Array;
  /** Texts of a step by view words. */
  texts(view: string): DistillTexts;
  seed: number;
}

/** The landmark map of a camera as the prior wants it, [3, S, S]; black where the recipe leaves landmarks out. */
export function landmarkCondition(context: StageContext, { camera }: SampledCamera, used: boolean): Float32Array {
  const size = context.pack.imageSize;
  return used ? toPlanes(drawLandmarks(context.landmarks, camera, size)) : new Float32Array(size * size * 3);
}

/**
 * Distils one rendered view.
 * @param image [S, S, 3] in [0, 1]. @param progress share of the stage that is done.
 * @returns [S, S, 3] gradient in scratch memory, and the mean squared latent gradient.
 */
export async function distillView(
  context: StageContext,
  settings: StageSettings,
  view: SampledCamera,
  image: Float32Array,
  progress: number,
  draw: RandomStream,
): Promise<{ gradient: Float32Array; loss: number }> {
  const { kernels, pack, schedule } = context;
  const { gradient, loss } = await distill(
    pack,
    schedule,
    toNetwork(image),
    landmarkCondition(context, view, settings.landmarks),
    context.texts(viewWords({ ...view.camera, closeUp: view.closeUp })),
    sampleTimestep(settings.timesteps, progress, schedule.alphasCumprod.length, draw),
    settings.guidance,
    draw,
  );
  return { gradient: fromNetworkGradient(gradient, kernels.scratch.f32(gradient.length)), loss };
}

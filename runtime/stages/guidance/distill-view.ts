import { viewWords } from "../../diffusion/prompts.ts";
import type { NoiseSchedule } from "../../diffusion/schedule.ts";
import type { Kernels } from "../../kernels/load.ts";
import type { RandomStream } from "../../kernels/random.ts";
import type { KnownView, Pack } from "../../pack/load.ts";
import { drawLandmarks } from "../../render/landmarks.ts";
import type { ShowNormals } from "../geometry/show-normals.ts";
import type { StageSettings } from "../stage-settings.ts";
import { type DistillTexts, distillImage, distillLatent, type Question, sampleTimestep } from "./distill.ts";
import { fromLatentGradient, fromNetworkGradient, toLatent, toNetwork, toPlanes } from "./images.ts";
import type { SampledCamera } from "./sample-camera.ts";
import { viewFeatures } from "./view-features.ts";

/** What every stage works with. */
export interface StageContext {
  kernels: Kernels;
  pack: Pack;
  schedule: NoiseSchedule;
  /** [478, 3] landmarks of the template in head space. */
  landmarks: Float32Array;
  /** Shows what is known of the head: its finished surface, and before there is one the undressed template. */
  showKnown: ShowNormals;
  /** Texts of a step by view words. */
  texts(view: string): DistillTexts;
  seed: number;
}

/** Distils one rendered picture; see {@link distillView}. */
export type Distil = (
  context: StageContext,
  settings: StageSettings,
  view: SampledCamera,
  image: Float32Array,
  progress: number,
  draw: RandomStream,
) => Promise<{ gradient: Float32Array; loss: number }>;

/**
 * Pixels along an edge of the pictures that the prior sees: the pack's own size, or a share of it in the coarse first
 * part of a stage. @param progress share of the stage that is done.
 */
export function imageSize({ pack }: StageContext, { coarse }: StageSettings, progress: number): number {
  return coarse && progress < coarse.until ? Math.round(pack.imageSize * coarse.scale) : pack.imageSize;
}

/**
 * The landmark map of a camera as the prior wants it, [3, size, size]; black where the recipe leaves landmarks out, null
 * where the pack has no ControlNet.
 */
export function landmarkCondition(
  { pack, landmarks }: StageContext,
  { camera }: SampledCamera,
  used: boolean,
  size = pack.imageSize,
): Float32Array | null {
  if (!pack.hasControl) return null;
  return used ? toPlanes(drawLandmarks(landmarks, camera, size)) : new Float32Array(size * size * 3);
}

/**
 * What a pack that sees the view is told: its camera and, through the autoencoder, the normal map of what is known of the
 * head; null for other packs. @param size pixels along an edge of the pictures that the prior sees.
 */
export async function knownView(
  { pack, showKnown }: StageContext,
  { camera }: SampledCamera,
  size = pack.imageSize,
): Promise<KnownView | null> {
  if (!pack.seesView) return null;
  const image = toNetwork(await showKnown(camera, size));
  return { normals: await pack.encodeLatent(image), camera: viewFeatures(camera) };
}

/**
 * Distils one rendered view.
 * @param image [S, S, 3] in [0, 1]. @param progress share of the stage that is done.
 * @returns [S, S, 3] gradient in scratch memory, and the mean squared latent gradient.
 */
export const distillView: Distil = async (context, settings, view, image, progress, draw) => {
  const { kernels, pack, schedule } = context;
  const question = await questionOf(context, settings, view, Math.sqrt(image.length / 3), progress, draw);
  const { gradient, loss } = await distillImage(pack, schedule, toNetwork(image), question, draw);
  return { gradient: fromNetworkGradient(gradient, kernels.scratch.f32(gradient.length)), loss };
};

/**
 * Distils a normal map and its coverage that stand in for a latent, without the autoencoder: the first steps of the
 * paper's geometry stage, where they move the silhouette fast.
 * @param image [s, s, 4] in [0, 1], s the latents' size.
 * @returns [s, s, 4] gradient in scratch memory, and the mean squared latent gradient.
 */
export const distillNormalsAsLatent: Distil = async (context, settings, view, image, progress, draw) => {
  const { kernels, pack, schedule } = context;
  const question = await questionOf(context, settings, view, pack.imageSize, progress, draw);
  const { gradient, loss } = await distillLatent(pack, schedule, toLatent(image), question, draw);
  return { gradient: fromLatentGradient(gradient, kernels.scratch.f32(gradient.length)), loss };
};

async function questionOf(
  context: StageContext,
  { landmarks, timesteps, guidance }: StageSettings,
  view: SampledCamera,
  size: number,
  progress: number,
  draw: RandomStream,
): Promise<Question> {
  return {
    condition: landmarkCondition(context, view, landmarks, size),
    view: await knownView(context, view, size),
    texts: context.texts(viewWords({ ...view.camera, closeUp: view.closeUp })),
    timestep: sampleTimestep(timesteps, progress, context.schedule.alphasCumprod.length, draw),
    guidance,
  };
}

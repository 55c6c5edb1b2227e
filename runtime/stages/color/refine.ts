import { viewWords } from "../../diffusion/prompts.ts";
import { sampleFrom } from "../../diffusion/sample.ts";
import type { EncodedImage } from "../../pack/load.ts";
import { knownView, landmarkCondition, type StageContext } from "../guidance/distill-view.ts";
import { fromNetworkGradient, toNetwork } from "../guidance/images.ts";
import type { ShownPicture } from "../guidance/learned-pictures.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import { type SampledCamera, sampleCamera } from "../guidance/sample-camera.ts";
import { stageRandom } from "../guidance/step-rng.ts";
import type { RefineSettings } from "../stage-settings.ts";
import type { ColorModel } from "./texture.ts";

/** Steps of the refine stage. */
export function refineSteps({ views, rounds }: RefineSettings): number {
  return views * rounds;
}

/**
 * One refine step (HeadArtist, appendix D): a view of the present head is sampled anew from partial
 * noise, with the same noise every time that view comes round, and the field takes a few image-space steps towards
 * that sample: squared pixel distance plus squared distance of the autoencoder's features.
 * @returns mean squared pixel distance before the update.
 */
export async function refineStep(
  context: StageContext,
  model: ColorModel,
  refine: RefineSettings,
  step: number,
): Promise<number> {
  const index = step % refine.views;
  const random = stageRandom(context.seed, "refine");
  const draw = random.step(index);
  const view = sampleCamera(model.settings.cameras, index, random.run, draw);
  const { scratch } = context.kernels;
  const mark = scratch.mark();
  let seen = await look(context, model, view);
  const target = await sampleTarget(context, model, refine, view, seen.latent, draw.normals.bind(draw));
  const rates = decayedRates(refine.learningRates, step / refineSteps(refine));
  let first = 0;
  for (let update = 0; update < refine.updates; update++) {
    if (update > 0) {
      scratch.release(mark);
      seen = await look(context, model, view);
    }
    const distance = await descend(context, model, refine, seen, target, rates);
    if (update === 0) first = distance;
  }
  scratch.release(mark);
  return first;
}

/** A view of the present head, and what the autoencoder makes of it. */
interface Seen extends EncodedImage {
  shown: ShownPicture;
  /** The render as the network wants it. */
  image: Float32Array;
}

async function look(context: StageContext, model: ColorModel, view: SampledCamera): Promise<Seen> {
  const shown = await model.show(view.camera, context.pack.imageSize);
  const image = toNetwork(shown.image);
  return { shown, image, ...(await context.pack.encodeImage(image)) };
}

/** What a view should look like: its latent noised to `strength` and denoised under guidance. */
async function sampleTarget(
  context: StageContext,
  model: ColorModel,
  { sampler, samplerSteps, strength, cfg }: RefineSettings,
  view: SampledCamera,
  start: Float32Array,
  normals: (out: Float32Array) => Float32Array,
): Promise<{ image: Float32Array; latent: Float32Array }> {
  const { pack, schedule } = context;
  const texts = context.texts(viewWords({ ...view.camera, closeUp: view.closeUp }));
  const condition = landmarkCondition(context, view, model.settings.landmarks);
  const known = await knownView(context, view);
  const predict = async (latent: Float32Array, timestep: number): Promise<[Float32Array, Float32Array]> => {
    const both = [texts.target, texts.negative];
    const output = await pack.predict({ latent, timestep, texts: both, condition, view: known });
    return [output.subarray(0, latent.length), output.subarray(latent.length)];
  };
  const noise = normals(new Float32Array(start.length));
  const latent = await sampleFrom(schedule, predict, start, noise, { sampler, steps: samplerSteps, strength, cfg });
  return { latent, image: await pack.decodeImage(latent) };
}

async function descend(
  { kernels, pack }: StageContext,
  model: ColorModel,
  { perceptual }: RefineSettings,
  { shown, image, latent, saved }: Seen,
  target: { image: Float32Array; latent: Float32Array },
  rates: ReturnType<typeof decayedRates>,
): Promise<number> {
  const gradient = await pack.encodeImageVjp(
    saved,
    latent.map((value, i) => (perceptual * (value - target.latent[i])) / latent.length),
  );
  let distance = 0;
  for (let i = 0; i < image.length; i++) {
    const difference = image[i] - target.image[i];
    distance += difference * difference;
    gradient[i] += difference / image.length;
  }
  shown.backward(fromNetworkGradient(gradient, kernels.scratch.f32(gradient.length)));
  model.trainer.step(rates);
  return distance / image.length;
}

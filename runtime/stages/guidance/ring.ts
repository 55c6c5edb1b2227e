import { guided } from "../../diffusion/guidance/classifier-free.ts";
import { viewWords } from "../../diffusion/prompts.ts";
import { addNoise, readPrediction } from "../../diffusion/schedule.ts";
import type { KnownView, TextEmbedding } from "../../pack/load.ts";
import type { Camera } from "../../render/camera.ts";
import type { RingSettings, StageSettings } from "../stage-settings.ts";
import { knownView, landmarkCondition, type StageContext } from "./distill-view.ts";
import { fromPlanes, toNetwork } from "./images.ts";
import type { LearnedPictures } from "./learned-pictures.ts";
import { fixedView } from "./sample-camera.ts";
import { stageRandom } from "./step-rng.ts";

/**
 * Views of one head that are denoised together, from noise to clean pictures: in each round all of them are asked at one timestep,
 * the head learns the pictures that they are to become, and its own renders lead what is noised again (SyncMVD, Liu et al. 2023, with
 * the head itself in place of its averaged texels; MVEdit, Chen et al. 2024).
 */
export interface Ring {
  settings: RingSettings;
  cfg: number;
  views: RingView[];
  /** [views, C, s, s] noisy latents of the next round. */
  latents: Float32Array;
}

interface RingView {
  eye: Eye;
  /** Across the middle of the head, where there is another camera. */
  twin?: Eye;
  condition: Float32Array | null;
  known: KnownView | null;
  /** Target and negative. */
  texts: [TextEmbedding, TextEmbedding];
}

/** A camera of a ring, and what its pictures are taken by in every round. */
interface Eye {
  camera: Camera;
  kept?: (picture: Float32Array) => Float32Array;
  weights?: Float32Array;
}

/** How a head learns pictures of a ring. */
export interface RingPupil extends LearnedPictures {
  /** Now and then between two passes over the views. */
  visit?(): Promise<void>;
  /** [S, S, 3] the picture that the twin camera of a head which is alike on both sides sees. */
  mirrored(picture: Float32Array): Float32Array;
  /** Puts what of the head is to stay as it is into a camera's pictures, [S, S, 3]. */
  kept?(camera: Camera, size: number): Promise<(picture: Float32Array) => Float32Array>;
  /** [S, S] how much each pixel of a camera's picture counts; all of them fully where left out. */
  weights?(camera: Camera, size: number): Promise<Float32Array>;
  rates(progress: number): { tableRate: number; networkRate: number };
}

/** Opens a ring at its first round: the head as it stands, noised. @param stage names the random stream. */
export async function openRing(
  context: StageContext,
  pupil: RingPupil,
  { ring: settings, cameras, landmarks, guidance }: StageSettings & { ring: RingSettings },
  stage: string,
): Promise<Ring> {
  const { pack, schedule, seed } = context;
  const eyeOf = async (camera: Camera): Promise<Eye> => ({
    camera,
    kept: await pupil.kept?.(camera, pack.imageSize),
    weights: await pupil.weights?.(camera, pack.imageSize),
  });
  const views: RingView[] = [];
  for (const place of settings.views) {
    const view = fixedView(cameras, place);
    const { camera } = view;
    const { target, negative } = context.texts(viewWords({ ...camera, closeUp: view.closeUp }));
    views.push({
      eye: await eyeOf(camera),
      ...(camera.azimuth % 180 !== 0 && { twin: await eyeOf({ ...camera, azimuth: -camera.azimuth }) }),
      condition: landmarkCondition(context, view, landmarks),
      known: await knownView(context, view),
      texts: [target, negative],
    });
  }
  const size = pack.latentChannels * pack.latentSize ** 2;
  const latents = new Float32Array(views.length * size);
  const random = stageRandom(seed, stage);
  await pupil.visit?.();
  for (const [v, { eye }] of views.entries()) {
    const noise = random.step(v).normals(new Float32Array(size));
    const latent = await renderedLatent(context, pupil, eye.camera);
    latents.set(addNoise(schedule, latent, noise, timestepOf(context, settings, 0)), v * size);
  }
  return { settings, cfg: guidance.cfg, views, latents };
}

function timestepOf({ schedule }: StageContext, { timesteps }: RingSettings, round: number): number {
  return Math.round(timesteps[round] * (schedule.alphasCumprod.length - 1));
}

/** [C, s, s] of the head as it stands. */
async function renderedLatent({ kernels, pack }: StageContext, pupil: RingPupil, camera: Camera) {
  const mark = kernels.scratch.mark();
  const { image } = await pupil.show(camera, pack.imageSize);
  const latent = await pack.encodeLatent(toNetwork(image));
  kernels.scratch.release(mark);
  return latent;
}

/** Rounds of a ring. */
export function ringSteps({ timesteps }: RingSettings): number {
  return timesteps.length;
}

/** One round. @returns the mean squared distance of the head's renders from the pictures, before it learns them. */
export async function ringStep(context: StageContext, ring: Ring, pupil: RingPupil, round: number): Promise<number> {
  const { pack, schedule } = context;
  const { settings, views, latents } = ring;
  const isLast = round === settings.timesteps.length - 1;
  const timestep = timestepOf(context, settings, round);
  const size = latents.length / views.length;
  const clean: Float32Array[] = [];
  const lessons: Lesson[] = [];
  for (const [v, view] of views.entries()) {
    const sample = await cleanLatent(context, ring, v, timestep);
    const picture = fromPlanes(await pack.decodeImage(sample));
    clean.push(sample);
    lessons.push(lessonOf(view.eye, picture));
    if (view.twin) lessons.push(lessonOf(view.twin, pupil.mirrored(picture)));
  }
  const loss = await learn(context, ring, pupil, { lessons, round });
  if (isLast) return loss;
  // The renders lead more and more: at first no two views agree, and what all share is a blur.
  const share = settings.lead * ((round + 1) / (settings.timesteps.length - 1));
  const bar = schedule.alphasCumprod[timestep];
  for (const [v, { eye }] of views.entries()) {
    const render = await renderedLatent(context, pupil, eye.camera);
    const own = latents.subarray(v * size, (v + 1) * size);
    const noise = own.map((z, i) => (z - Math.sqrt(bar) * clean[v][i]) / Math.sqrt(1 - bar));
    const led = clean[v].map((x, i) => x + share * (render[i] - x));
    own.set(addNoise(schedule, led, noise, timestepOf(context, settings, round + 1)));
  }
  return loss;
}

/** A picture that a camera is to see. */
interface Lesson {
  camera: Camera;
  picture: Float32Array;
  weights?: Float32Array;
}

function lessonOf({ camera, kept, weights }: Eye, picture: Float32Array): Lesson {
  return { camera, weights, picture: kept ? kept(picture) : picture };
}

async function cleanLatent({ pack, schedule }: StageContext, ring: Ring, v: number, timestep: number) {
  const { views, latents, cfg } = ring;
  const { condition, known, texts } = views[v];
  const size = latents.length / views.length;
  const noisy = latents.slice(v * size, (v + 1) * size);
  const output = await pack.predict({ latent: noisy, timestep, texts, condition, view: known });
  const [target, negative] = [output.subarray(0, size), output.subarray(size)];
  return readPrediction(schedule, guided(target, negative, cfg), noisy, timestep).sample;
}

/** Passes between two visits. */
const VISIT_EVERY = 3;

async function learn(
  { kernels, pack }: StageContext,
  { settings }: Ring,
  pupil: RingPupil,
  { lessons, round }: { lessons: Lesson[]; round: number },
): Promise<number> {
  const rounds = settings.timesteps.length;
  const passes = round === rounds - 1 ? settings.lastPasses : settings.passes;
  let first = 0;
  for (let pass = 0; pass < passes; pass++) {
    if (pass % VISIT_EVERY === 0) await pupil.visit?.();
    for (const { camera, picture, weights } of lessons) {
      const mark = kernels.scratch.mark();
      const shown = await pupil.show(camera, pack.imageSize);
      const gradient = kernels.scratch.f32(picture.length);
      for (let i = 0; i < picture.length; i++) {
        const difference = shown.image[i] - picture[i];
        gradient[i] = (weights ? weights[Math.floor(i / 3)] : 1) * difference;
        if (pass === 0) first += difference ** 2 / (picture.length * lessons.length);
      }
      shown.backward(gradient);
      kernels.scratch.release(mark);
      pupil.trainer.step(pupil.rates((round + pass / passes) / rounds));
    }
  }
  return first;
}

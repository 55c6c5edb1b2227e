import { csd } from "../../diffusion/guidance/csd.ts";
import { sds } from "../../diffusion/guidance/sds.ts";
import { ssd } from "../../diffusion/guidance/ssd.ts";
import type { Guidance } from "../../diffusion/guidance/terms.ts";
import { addNoise, type NoiseSchedule, readPrediction } from "../../diffusion/schedule.ts";
import type { RandomStream } from "../../kernels/random.ts";
import type { KnownView, Pack, TextEmbedding } from "../../pack/load.ts";

/** Score differences by the name a recipe gives them. */
const SCORES = { ssd, sds, csd } satisfies Record<string, Guidance>;

/** The guidance part of a stage's recipe. */
export interface GuidanceSettings {
  kind: keyof typeof SCORES;
  /** Classifier-free guidance weight W. */
  cfg: number;
  /** See {@link ssd}; 0 is the paper. */
  anchor: number;
}

/** Annealed range of timesteps, as shares of the schedule's length and of the stage's steps. */
export interface TimestepRange {
  min: number;
  maxStart: number;
  maxEnd: number;
  /** Shares of the stage between which the maximum falls linearly from maxStart to maxEnd. */
  annealFrom: number;
  annealTo: number;
}

/** Embeddings of the three prompts of one SSD evaluation. */
export interface DistillTexts {
  target: TextEmbedding;
  negative: TextEmbedding;
  self: TextEmbedding;
}

/** What the prior is asked about a picture. */
export interface Question {
  /** [3, S, S] landmark map in [0, 1]; null for a prior without ControlNet. */
  condition: Float32Array | null;
  /** What a prior that sees the view is told of it; null for others. */
  view: KnownView | null;
  texts: DistillTexts;
  timestep: number;
  guidance: GuidanceSettings;
}

/** Draws t for a step: uniform between the minimum and the annealed maximum. @returns an integer timestep. */
export function sampleTimestep(range: TimestepRange, progress: number, total: number, draw: RandomStream): number {
  const fall = (progress - range.annealFrom) / Math.max(range.annealTo - range.annealFrom, 1e-9);
  const max = range.maxStart + (range.maxEnd - range.maxStart) * Math.min(1, Math.max(0, fall));
  return Math.min(total - 1, Math.floor(total * (range.min + (max - range.min) * draw.uniform(7))));
}

/**
 * One distillation step on a latent: noise it and ask the prior which way it should go (HeadArtist, algorithm 1). Where
 * the target and the self prompt are one and the same, the prior is asked twice, not three times; SDS and CSD need no
 * self term at all.
 * @param latent [C, s, s].
 * @returns gradient [C, s, s] of the loss with respect to `latent`, and its mean square.
 */
export async function distillLatent(
  pack: Pack,
  schedule: NoiseSchedule,
  latent: Float32Array,
  question: Question,
  draw: RandomStream,
): Promise<{ gradient: Float32Array; loss: number }> {
  const { condition, view, texts, timestep, guidance } = question;
  const { kind, cfg, anchor } = guidance;
  const noise = draw.normals(new Float32Array(latent.length));
  const noisy = addNoise(schedule, latent, noise, timestep);
  const needsSelf = kind === "ssd" && anchor < 1 && texts.self !== texts.target;
  const asked = needsSelf ? [texts.target, texts.negative, texts.self] : [texts.target, texts.negative];
  const output = await pack.predict({ latent: noisy, timestep, texts: asked, condition, view });
  const scores = asked.map((_, i) => {
    const part = output.subarray(i * latent.length, (i + 1) * latent.length);
    return readPrediction(schedule, part, noisy, timestep).epsilon;
  });
  const [target, negative, self = target] = scores;
  const gradient = SCORES[kind](
    { target, negative, self, noise },
    { cfg, anchor, weight: 1 - schedule.alphasCumprod[timestep] },
  );
  return { gradient, loss: meanSquare(gradient) };
}

function meanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / values.length;
}

/**
 * One distillation step on an image: {@link distillLatent} between the encoder and its VJP.
 * @param image [3, S, S] in [−1, 1].
 * @returns gradient [3, S, S] of the loss with respect to `image`, and the mean squared latent gradient.
 */
export async function distillImage(
  pack: Pack,
  schedule: NoiseSchedule,
  image: Float32Array,
  question: Question,
  draw: RandomStream,
): Promise<{ gradient: Float32Array; loss: number }> {
  const { latent, saved } = await pack.encodeImage(image);
  const { gradient, loss } = await distillLatent(pack, schedule, latent, question, draw);
  return { gradient: await pack.encodeImageVjp(saved, gradient), loss };
}

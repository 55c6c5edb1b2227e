import { ddimStep } from "./ddim.ts";
import { type DpmMemory, dpmSolverStep } from "./dpm-solver.ts";
import { guided } from "./guidance/classifier-free.ts";
import { addNoise, type NoiseSchedule } from "./schedule.ts";
import { type Sampler, samplerTimesteps } from "./timesteps.ts";

/** Options of {@link sampleFrom}. */
export interface SampleOptions {
  sampler: Sampler;
  /** Steps of a full run; those above `strength` are skipped. */
  steps: number;
  /** Share of the noise schedule to start from, in (0, 1]: 1 all but ignores `start`, 0.3 keeps its layout. */
  strength: number;
  /** Classifier-free guidance weight W. */
  cfg: number;
}

/**
 * Image-to-image sampling (SDEdit): noises `start` to `strength` of the schedule and denoises it under guidance.
 * @param predict raw network outputs for one noisy latent: [conditional, negative].
 * @param noise same length as `start`.
 * @returns the denoised latent.
 */
export async function sampleFrom(
  schedule: NoiseSchedule,
  predict: (noisy: Float32Array, t: number) => Promise<[Float32Array, Float32Array]>,
  start: Float32Array,
  noise: Float32Array,
  { sampler, steps, strength, cfg }: SampleOptions,
): Promise<Float32Array> {
  const all = samplerTimesteps(schedule, sampler, steps);
  const timesteps = all.slice(steps - Math.max(1, Math.round(steps * strength)));
  const stride = Math.floor(schedule.alphasCumprod.length / steps);
  let latent = addNoise(schedule, start, noise, timesteps[0]);
  let memory: DpmMemory | null = null;
  for (const [i, t] of timesteps.entries()) {
    const [conditional, negative] = await predict(latent, t);
    const output = guided(conditional, negative, cfg);
    if (sampler === "ddim") latent = ddimStep(schedule, output, latent, t, t - stride);
    else ({ latent, memory } = dpmSolverStep(schedule, output, latent, t, timesteps[i + 1] ?? null, memory));
  }
  return latent;
}

import { addNoise, type NoiseSchedule, readPrediction } from "./schedule.ts";

/**
 * Timesteps of a `count`-step DDIM run, from noisy to clean, as diffusers' DDIMScheduler spaces them.
 * @returns descending integer timesteps in [0, num_train_timesteps).
 */
export function ddimTimesteps(schedule: NoiseSchedule, count: number): number[] {
  const { num_train_timesteps: total, timestep_spacing, steps_offset } = schedule.config;
  const ascending = Array.from({ length: count }, (_, i) => i);
  switch (timestep_spacing) {
    case "leading":
      return ascending.map((i) => i * Math.floor(total / count) + steps_offset).reverse();
    case "trailing":
      return ascending.map((i) => roundHalfEven(total - i * (total / count)) - 1);
    case "linspace":
      return ascending.map((i) => roundHalfEven((i * (total - 1)) / (count - 1))).reverse();
  }
}

/**
 * One deterministic DDIM step (Song et al. 2021, eq. 12 with η = 0).
 * @param output raw network output at timestep `t`.
 * @param previous the next, cleaner timestep; negative for the last step.
 */
export function ddimStep(
  schedule: NoiseSchedule,
  output: Float32Array,
  noisy: Float32Array,
  t: number,
  previous: number,
): Float32Array {
  const final = schedule.config.set_alpha_to_one ? 1 : schedule.alphasCumprod[0];
  const bar = previous >= 0 ? schedule.alphasCumprod[previous] : final;
  const [signal, sigma] = [Math.sqrt(bar), Math.sqrt(1 - bar)];
  const { epsilon, sample } = readPrediction(schedule, output, noisy, t);
  return sample.map((x, i) => signal * x + sigma * epsilon[i]);
}

/** Options of {@link sampleFrom}. */
export interface SampleOptions {
  /** DDIM steps of a full run; those above `strength` are skipped. */
  steps: number;
  /** Share of the noise schedule to start from, in (0, 1]: 1 ignores `start`, 0.3 keeps its layout. */
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
  { steps, strength, cfg }: SampleOptions,
): Promise<Float32Array> {
  const all = ddimTimesteps(schedule, steps);
  const timesteps = all.slice(steps - Math.max(1, Math.round(steps * strength)));
  const stride = Math.floor(schedule.alphasCumprod.length / steps);
  let latent = addNoise(schedule, start, noise, timesteps[0]);
  for (const t of timesteps) {
    const [conditional, negative] = await predict(latent, t);
    const guided = conditional.map((value, k) => negative[k] + cfg * (value - negative[k]));
    latent = ddimStep(schedule, guided, latent, t, t - stride);
  }
  return latent;
}

/** Rounds as NumPy does, which spaces diffusers' timesteps. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  return value - low === 0.5 ? low + (low % 2) : Math.round(value);
}

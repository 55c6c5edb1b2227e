import type { SchedulerSettings } from "../pack/scheduler.ts";

/** The fields of a diffusers `scheduler_config.json` that define the forward process. */
export type SchedulerConfig = Omit<SchedulerSettings, "raw">;

/** ᾱ_t for every training timestep, and how the network's output is to be read. */
export interface NoiseSchedule {
  readonly config: SchedulerConfig;
  /** [T] cumulative products ᾱ_t = Π(1−β), in double precision. */
  readonly alphasCumprod: Float64Array;
}

/**
 * Builds the schedule as diffusers' DDPMScheduler does.
 */
export function createSchedule(config: SchedulerConfig): NoiseSchedule {
  const betas = betasOf(config);
  if (config.rescale_betas_zero_snr) rescaleToZeroTerminalSnr(betas);
  const alphasCumprod = new Float64Array(betas.length);
  let product = 1;
  for (let t = 0; t < betas.length; t++) {
    product *= 1 - betas[t];
    alphasCumprod[t] = product;
  }
  return { config, alphasCumprod };
}

/** x_t = √ᾱ·x₀ + √(1−ᾱ)·ε (Ho et al. 2020, eq. 4). All arrays have the same length. */
export function addNoise(schedule: NoiseSchedule, sample: Float32Array, noise: Float32Array, t: number): Float32Array {
  const signal = Math.sqrt(schedule.alphasCumprod[t]);
  const sigma = Math.sqrt(1 - schedule.alphasCumprod[t]);
  return sample.map((x, i) => signal * x + sigma * noise[i]);
}

/** What a network output says about a noisy latent: the noise in it and the clean latent under it. */
export interface Prediction {
  epsilon: Float32Array;
  sample: Float32Array;
}

/**
 * Reads the raw network output at timestep t as `prediction_type` says.
 * v-prediction: v = √ᾱ·ε − √(1−ᾱ)·x₀ (Salimans & Ho 2022), so ε̂ = √ᾱ·v + √(1−ᾱ)·x_t and x̂₀ = √ᾱ·x_t − √(1−ᾱ)·v.
 */
export function readPrediction(
  schedule: NoiseSchedule,
  output: Float32Array,
  noisy: Float32Array,
  t: number,
): Prediction {
  const signal = Math.sqrt(schedule.alphasCumprod[t]);
  const sigma = Math.sqrt(1 - schedule.alphasCumprod[t]);
  switch (schedule.config.prediction_type) {
    case "epsilon":
      return { epsilon: output, sample: noisy.map((x, i) => (x - sigma * output[i]) / signal) };
    case "v_prediction":
      return {
        epsilon: output.map((v, i) => signal * v + sigma * noisy[i]),
        sample: output.map((v, i) => signal * noisy[i] - sigma * v),
      };
    case "sample":
      return { epsilon: output.map((x, i) => (noisy[i] - signal * x) / sigma), sample: output };
  }
}

function betasOf({ beta_schedule, beta_start, beta_end, num_train_timesteps: count }: SchedulerConfig): Float64Array {
  const ramp = (a: number, b: number) =>
    Float64Array.from({ length: count }, (_, i) => a + ((b - a) * i) / (count - 1));
  switch (beta_schedule) {
    case "linear":
      return ramp(beta_start, beta_end);
    case "scaled_linear":
      return ramp(Math.sqrt(beta_start), Math.sqrt(beta_end)).map((root) => root * root);
    case "squaredcos_cap_v2": {
      const bar = (u: number) => Math.cos(((u + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
      return Float64Array.from({ length: count }, (_, i) => Math.min(1 - bar((i + 1) / count) / bar(i / count), 0.999));
    }
  }
}

/** Lin et al. 2024, algorithm 1: shift and scale √ᾱ so that the last timestep carries no signal. */
function rescaleToZeroTerminalSnr(betas: Float64Array): void {
  let product = 1;
  const roots = betas.map((beta) => {
    product *= 1 - beta;
    return Math.sqrt(product);
  });
  const [first, last] = [roots[0], roots[roots.length - 1]];
  let previous = 1;
  roots.forEach((root, t) => {
    const bar = (((root - last) * first) / (first - last)) ** 2;
    betas[t] = 1 - bar / previous;
    previous = bar;
  });
}

import { type NoiseSchedule, readPrediction } from "./schedule.ts";

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

import { type NoiseSchedule, readPrediction } from "./schedule.ts";

/** What a multistep solver remembers of the step before: the clean latent it predicted, and log(α/σ) there. */
export interface DpmMemory {
  sample: Float32Array;
  lambda: number;
}

/** Smallest ᾱ that is divided by; a schedule of zero terminal SNR ends at 0. */
const LEAST_ALPHA = 2 ** -24;

/**
 * One step of DPM-Solver++(2M) (Lu et al. 2022, algorithm 2), the midpoint variant of diffusers'
 * DPMSolverMultistepScheduler. The first step and the last, which ends at the clean latent itself, are of first order.
 * @param output raw network output at timestep `t`.
 * @param previous the next, cleaner timestep, or null for the last step.
 * @param memory of the step before, or null at the first.
 * @returns the next latent, and what the next step wants to remember.
 */
export function dpmSolverStep(
  schedule: NoiseSchedule,
  output: Float32Array,
  noisy: Float32Array,
  t: number,
  previous: number | null,
  memory: DpmMemory | null,
): { latent: Float32Array; memory: DpmMemory } {
  const { sample } = readPrediction(schedule, output, noisy, t);
  const here = coefficients(schedule, t);
  const next: DpmMemory = { sample, lambda: here.lambda };
  if (previous === null) return { latent: sample, memory: next };
  const there = coefficients(schedule, previous);
  const h = there.lambda - here.lambda;
  const keep = there.sigma / here.sigma;
  const gain = there.signal * (1 - Math.exp(-h));
  // Half of D1 in the paper: the change since the last prediction, scaled to this step's length.
  const slope = memory ? h / (2 * (here.lambda - memory.lambda)) : 0;
  const latent = noisy.map((x, i) => {
    const change = memory ? slope * (sample[i] - memory.sample[i]) : 0;
    return keep * x + gain * (sample[i] + change);
  });
  return { latent, memory: next };
}

function coefficients({ alphasCumprod }: NoiseSchedule, t: number) {
  const bar = Math.max(alphasCumprod[t], LEAST_ALPHA);
  const [signal, sigma] = [Math.sqrt(bar), Math.sqrt(1 - bar)];
  return { signal, sigma, lambda: Math.log(signal / sigma) };
}

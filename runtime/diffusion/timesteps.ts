import type { NoiseSchedule } from "./schedule.ts";

/** The solvers that {@link sampleFrom} knows. */
export type Sampler = "ddim" | "dpm++";

/**
 * Timesteps of a `count`-step run, from noisy to clean, as diffusers' DDIMScheduler and DPMSolverMultistepScheduler
 * space them: the latter counts one step more than it takes, since it ends at a noise-free latent.
 * @returns descending integer timesteps in [0, num_train_timesteps).
 */
export function samplerTimesteps(schedule: NoiseSchedule, sampler: Sampler, count: number): number[] {
  const { num_train_timesteps: total, timestep_spacing, steps_offset } = schedule.config;
  const extra = sampler === "dpm++" ? 1 : 0;
  const ascending = Array.from({ length: count + extra }, (_, i) => i);
  switch (timestep_spacing) {
    case "leading": {
      const stride = Math.floor(total / (count + extra));
      return ascending
        .slice(extra)
        .reverse()
        .map((i) => i * stride + steps_offset);
    }
    case "trailing":
      return ascending.slice(extra).map((_, i) => roundHalfEven(total - i * (total / count)) - 1);
    case "linspace":
      return ascending
        .map((i) => roundHalfEven((i * (total - 1)) / (count + extra - 1)))
        .slice(extra)
        .reverse();
  }
}

/** Rounds as NumPy does, which spaces diffusers' timesteps. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  return value - low === 0.5 ? low + (low % 2) : Math.round(value);
}

import { ddimStep } from "./ddim.ts";
import type { NoiseSchedule } from "./schedule.ts";

/**
 * Denoises a latent from any timestep in evenly spaced DDIM steps under classifier-free guidance. Where one step gives the
 * mean of all pictures that the noisy one may come from, a few steps settle on one of them.
 * @param predict raw network outputs for one noisy latent: [conditional, negative].
 * @param noisy latent at timestep `t`. @param steps at least 1. @param cfg guidance weight W.
 * @returns the clean latent.
 */
export async function denoiseFrom(
  schedule: NoiseSchedule,
  predict: (noisy: Float32Array, t: number) => Promise<[Float32Array, Float32Array]>,
  noisy: Float32Array,
  t: number,
  steps: number,
  cfg: number,
): Promise<Float32Array> {
  let latent = noisy;
  for (let i = 0; i < steps; i++) {
    const at = Math.round(t * (1 - i / steps));
    const next = i + 1 < steps ? Math.round(t * (1 - (i + 1) / steps)) : -1;
    const [conditional, negative] = await predict(latent, at);
    const guided = conditional.map((value, k) => negative[k] + cfg * (value - negative[k]));
    latent = ddimStep(schedule, guided, latent, at, next);
  }
  return latent;
}

import type { NoiseSchedule } from "../../diffusion/schedule.ts";
import type { RandomStream } from "../../kernels/random.ts";
import type { Pack } from "../../pack/load.ts";
import { distillLatent, type Question } from "./distill.ts";

/**
 * The clean latent that a step of score distillation points at. A difference of scores is one of clean latents times −√ᾱ/√(1−ᾱ), so
 * that with w(t) = 1−ᾱ the goal is z − gradient / √(ᾱ(1−ᾱ)): for SDS the guided x̂₀ itself, for SSD z plus what guidance makes of x̂₀,
 * which leaves in place what the prior cannot see of z (Score Distillation via Inversion, Lukoianov et al. 2024, eq. 9, reads SDS so).
 * @param latent z, [C, s, s]. @returns [C, s, s], and the mean squared gradient.
 */
export async function cleanGoal(
  pack: Pack,
  schedule: NoiseSchedule,
  latent: Float32Array,
  question: Question,
  draw: RandomStream,
): Promise<{ goal: Float32Array; loss: number }> {
  const { gradient, loss } = await distillLatent(pack, schedule, latent, question, draw);
  const bar = schedule.alphasCumprod[question.timestep];
  const scale = 1 / Math.sqrt(bar * (1 - bar));
  return { goal: latent.map((z, i) => z - scale * gradient[i]), loss };
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sampleFrom } from "../../runtime/diffusion/sample.ts";
import { addNoise, createSchedule, readPrediction, type SchedulerConfig } from "../../runtime/diffusion/schedule.ts";
import { type Sampler, samplerTimesteps } from "../../runtime/diffusion/timesteps.ts";

interface Case {
  config: SchedulerConfig;
  alphas_cumprod: number[];
  sample: number[];
  noise: number[];
  noisy: number[];
  output: number[];
  epsilon: number[];
  ddim: Trajectory;
  dpm: Trajectory;
}

interface Trajectory {
  timesteps: number[];
  latent: number[];
}

const T = 421;
const cases: Record<string, Case> = JSON.parse(
  readFileSync(new URL("../golden/diffusion/schedule.json", import.meta.url), "utf8"),
);

for (const [name, expected] of Object.entries(cases)) {
  const schedule = createSchedule(expected.config);

  test(`${name}: cumulative alphas are diffusers'`, () => {
    assertClose(
      [0, 10, T, 998].map((t) => schedule.alphasCumprod[t]),
      expected.alphas_cumprod,
    );
  });

  test(`${name}: noise is added and read back as diffusers does`, () => {
    const noisy = addNoise(schedule, Float32Array.from(expected.sample), Float32Array.from(expected.noise), T);
    assertClose(noisy, expected.noisy);
    assertClose(readPrediction(schedule, Float32Array.from(expected.output), noisy, T).epsilon, expected.epsilon);
  });

  for (const [sampler, wanted] of [
    ["ddim", expected.ddim],
    ["dpm++", expected.dpm],
  ] as [Sampler, Trajectory][]) {
    test(`${name}: ${sampler} follows diffusers' trajectory`, async () => {
      const steps = wanted.timesteps.length;
      assert.deepEqual(samplerTimesteps(schedule, sampler, steps), wanted.timesteps);
      const network = async (x: Float32Array, t: number): Promise<[Float32Array, Float32Array]> => {
        const output = x.map((value) => Math.sin(2 * value) * 0.7 + t / 2000);
        return [output, output];
      };
      // Noised with itself from nothing, a start is that noise scaled by σ; divided out, sampling begins at the noise.
      const first = 1 / Math.sqrt(1 - schedule.alphasCumprod[wanted.timesteps[0]]);
      const noise = Float32Array.from(expected.noise, (value) => value * first);
      const options = { sampler, steps, strength: 1, cfg: 1 };
      assertClose(await sampleFrom(schedule, network, new Float32Array(noise.length), noise, options), wanted.latent);
    });
  }
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-6);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) <= 1e-4 * scale, `[${i}] is ${actual[i]}, diffusers says ${value}`);
  });
}

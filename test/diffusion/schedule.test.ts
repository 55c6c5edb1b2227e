import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ddimStep, ddimTimesteps } from "../../runtime/diffusion/ddim.ts";
import { addNoise, createSchedule, readPrediction, type SchedulerConfig } from "../../runtime/diffusion/schedule.ts";

interface Case {
  config: SchedulerConfig;
  alphas_cumprod: number[];
  sample: number[];
  noise: number[];
  noisy: number[];
  output: number[];
  epsilon: number[];
  timesteps: number[];
  sampled: number[];
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

  test(`${name}: DDIM follows diffusers' trajectory`, () => {
    const timesteps = ddimTimesteps(schedule, expected.timesteps.length);
    assert.deepEqual(timesteps, expected.timesteps);
    let x: Float32Array = Float32Array.from(expected.noise);
    for (const t of timesteps) {
      const output = x.map((value) => Math.sin(2 * value) * 0.7 + t / 2000);
      x = ddimStep(schedule, output, x, t, t - Math.floor(1000 / timesteps.length));
    }
    assertClose(x, expected.sampled);
  });
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs), 1e-6);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) <= 1e-4 * scale, `[${i}] is ${actual[i]}, diffusers says ${value}`);
  });
}

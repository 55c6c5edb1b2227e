import { test } from "node:test";
import type { Gpu } from "../../runtime/kernels/gpu/gpu.ts";
import { atEnd } from "../service/helpers/at-end.ts";
import { openSoftwareGpu } from "../tools/software-gpu.ts";
import { openChromiumGpu } from "./chromium-gpu.ts";

const GPUS = { Node: await openSoftwareGpu(), Chromium: await openChromiumGpu() };
for (const gpu of Object.values(GPUS)) if (typeof gpu !== "string") atEnd(() => gpu.destroy());

/** A test of kernels, in Node and in Chromium; skipped by name where either has no WebGPU. */
export function gpuTest(name: string, run: (gpu: Gpu) => Promise<void>): void {
  for (const [where, gpu] of Object.entries(GPUS)) {
    const missing = typeof gpu === "string" ? gpu : false;
    test(`${where}: ${name}`, { skip: missing }, () => (typeof gpu === "string" ? undefined : run(gpu)));
  }
}

/** Of the largest value of an array: what a kernel may be off its reference. */
export const TOLERANCE = 1e-4;

/** The words of what was read, as whole numbers. */
export const whole = (values: Float32Array) => [...new Int32Array(values.buffer)];

/** What `choose-kernels.ts` starts: writes one line of JSON, a {@link KernelProbe}, about the GPU that the kernels could run on. */

import { availableParallelism } from "node:os";
import { PARTS } from "../../../field/cut.ts";
import { backwardField, createField, forwardField, stepField } from "../../../field/field.ts";
import * as onGpu from "../../../field/gpu-field.ts";
import { ExitError } from "../../errors.ts";
import { openKernels } from "../engine.ts";
import { openGpu } from "../gpu.ts";
import type { KernelProbe } from "./choose-kernels.ts";

/** A field as steps at 256² train it, and the points that they ask it at. */
const FIELD = { levels: 16, log2TableSize: 15, hidden: 32, outputs: 3 };
const POINTS = 20_000;
/** Steps of the race, after one that compiles. */
const STEPS = 3;
/** Largest difference of the outputs, relative to the largest of them. */
const CLOSE = 1e-3;

async function race(): Promise<KernelProbe> {
  const [gpu, kernels] = [await openGpu(), await openKernels(Math.min(PARTS, availableParallelism()))];
  const { adapter } = gpu;
  const field = createField(kernels, FIELD, 1);
  const copy = onGpu.createGpuField(gpu, field);
  const places = Float32Array.from({ length: 3 * POINTS }, (_, i) => Math.sin(i * 0.37));
  const positions = kernels.store.f32(places.length);
  positions.set(places);
  const onWasm = async () => {
    const mark = kernels.scratch.mark();
    const pass = forwardField(field, positions);
    const outputs = pass.outputs.slice();
    backwardField(field, pass, pass.outputs);
    stepField(field);
    kernels.scratch.release(mark);
    return outputs;
  };
  const asked = gpu.upload(places);
  const inWgsl = async () => {
    const mark = gpu.mark();
    const pass = onGpu.forwardField(copy, asked, POINTS);
    onGpu.backwardField(copy, pass, pass.outputs);
    onGpu.stepField(copy);
    const outputs = await gpu.read(pass.outputs, 3 * POINTS);
    gpu.release(mark);
    return outputs;
  };
  const [wanted, found] = [await onWasm(), await inWgsl()];
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const right = found.every((value, i) => Math.abs(value - wanted[i]) <= CLOSE * largest);
  const wasm = await milliseconds(onWasm);
  const webgpu = adapter.software ? Infinity : await milliseconds(inWgsl);
  gpu.destroy();
  return { adapter: adapter.name, software: adapter.software, right, wasm, webgpu: Math.min(webgpu, NEVER) };
}

/** JSON has no infinity. */
const NEVER = 1e9;

async function milliseconds(step: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  for (let i = 0; i < STEPS; i++) await step();
  return (performance.now() - begin) / STEPS;
}

try {
  process.stdout.write(`${JSON.stringify(await race())}\n`);
  process.exit();
} catch (error) {
  if (!(error instanceof ExitError)) throw error;
  process.stdout.write(`${JSON.stringify({ missing: error.message })}\n`);
}

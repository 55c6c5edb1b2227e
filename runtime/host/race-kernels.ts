import { backwardField, createField, forwardField, stepField } from "../field/field.ts";
import * as onGpu from "../field/gpu-field.ts";
import type { Kernels } from "../kernels/load.ts";
import type { KernelProbe, OpenedGpu } from "./kernel-probe.ts";

/** A field as steps at 256² train it, and the points that they ask it at. */
const FIELD = { levels: 16, log2TableSize: 15, hidden: 32, outputs: 3 };
const POINTS = { card: 20_000, software: 2_000 };
/** Steps that are timed, after one that compiles. */
const STEPS = 3;
/** Largest difference of the outputs, relative to the largest of them. */
const CLOSE = 1e-3;

/** JSON has no infinity. */
const NEVER = 1e9;

/** Steps a field in WASM and on the GPU, and compares what it gives. A GPU that the CPU plays steps once, untimed. */
export async function raceKernels(kernels: Kernels, gpu: OpenedGpu): Promise<KernelProbe> {
  const { name, software } = gpu.adapter;
  const points = software ? POINTS.software : POINTS.card;
  const field = createField(kernels, FIELD, 1);
  const copy = onGpu.createGpuField(gpu, field);
  const places = Float32Array.from({ length: 3 * points }, (_, i) => Math.sin(i * 0.37));
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
    const pass = onGpu.forwardField(copy, asked, points);
    onGpu.backwardField(copy, pass, pass.outputs);
    onGpu.stepField(copy);
    const outputs = await gpu.read(pass.outputs, 3 * points);
    gpu.release(mark);
    return outputs;
  };
  const [wanted, found] = [await onWasm(), await inWgsl()];
  const wasm = await milliseconds(onWasm);
  const webgpu = software ? NEVER : await milliseconds(inWgsl);
  return { adapter: name, software, right: isClose(found, wanted), wasm, webgpu };
}

/** Whether what a GPU has found is what is wanted. */
export function isClose(found: Float32Array, wanted: Float32Array): boolean {
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return found.every((value, i) => Math.abs(value - wanted[i]) <= CLOSE * largest);
}

/** What a step takes, of a few. */
export async function milliseconds(step: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  for (let i = 0; i < STEPS; i++) await step();
  return (performance.now() - begin) / STEPS;
}

/** The field of `field.ts` on a GPU: same layout of parameters, same verbs; only {@link readField} waits. */

import type { Gpu, GpuArray } from "../kernels/gpu/gpu.ts";
import { ADAMW_DEFAULTS, type AdamwOptions, FLUSH_STEPS, type Tensor } from "./adamw.ts";
import type { Field, FieldConfig } from "./field.ts";
import { FEATURES } from "./hash-levels.ts";

/** Points whose terms of a weight's gradient are summed by one thread. */
const CHUNK = 512;
/** What the MLP's kernels have room for. */
const MOST_INPUTS = 64;
const MOST_OUTPUTS = 16;

type GpuTensor = Record<keyof Tensor, GpuArray> & { length: number };

export interface GpuField {
  gpu: Gpu;
  config: FieldConfig;
  /** [levels] offset, resolution, mask, scale (f32). */
  levels: GpuArray;
  table: GpuTensor;
  network: GpuTensor;
  /** Two words for each number of the table: its gradient in fixed point while it is summed. */
  sums: GpuArray;
  /** AdamW steps made so far. */
  step: number;
}

/** Lives in the GPU's scratch arrays. */
export interface GpuFieldPass {
  /** Shape [count, 3]. */
  positions: GpuArray;
  count: number;
  /** Shape [2·levels, count], float16 where the GPU has it … */
  encoding: GpuArray;
  /** … and so this, shape [hidden, count]. */
  hidden: GpuArray;
  /** Shape [count, outputs]. */
  outputs: GpuArray;
}

/** A copy of a field, moments included, which the GPU keeps. @throws RangeError where its MLP is too large for the kernels. */
export function createGpuField(gpu: Gpu, field: Field): GpuField {
  const { config } = field;
  if (config.levels * FEATURES > MOST_INPUTS) throw new RangeError(`${config.levels} levels, at most 32 on a GPU`);
  if (config.outputs > MOST_OUTPUTS) throw new RangeError(`${config.outputs} outputs, at most 16 on a GPU`);
  const levels = new DataView(new ArrayBuffer(field.levels.length * 16));
  field.levels.forEach(({ offset, resolution, mask, scale }, i) => {
    [offset, resolution, mask].forEach((word, k) => {
      levels.setUint32(i * 16 + k * 4, word, true);
    });
    levels.setFloat32(i * 16 + 12, scale, true);
  });
  const copy = ({ values, gradient, mean, variance }: Tensor): GpuTensor => ({
    values: gpu.upload(new Float32Array(values)),
    gradient: gpu.upload(new Float32Array(gradient)),
    mean: gpu.upload(new Float32Array(mean)),
    variance: gpu.upload(new Float32Array(variance)),
    length: values.length,
  });
  return {
    gpu,
    config,
    levels: gpu.upload(new Uint32Array(levels.buffer)),
    table: copy(field.table),
    network: copy(field.network),
    sums: gpu.zeros(field.table.values.length * 2),
    step: field.step[0],
  };
}

/** Evaluates the field and keeps what the backward pass needs. @param positions Shape [count, 3], in [−1,1]³. */
export function forwardField(field: GpuField, positions: GpuArray, count: number): GpuFieldPass {
  const { gpu, config, network, table } = field;
  const stored = (numbers: number) => gpu.scratch(gpu.half ? Math.ceil(numbers / 2) : numbers);
  const pass = {
    positions,
    count,
    encoding: stored(count * config.levels * FEATURES),
    hidden: stored(count * config.hidden),
    outputs: gpu.scratch(count * config.outputs),
  };
  const u = [count, config.levels];
  gpu.run("hash-grid/forward", count * config.levels, { u }, [table.values, pass.encoding, field.levels, positions]);
  gpu.run("mlp/forward", count, shape(field, count), [network.values, pass.encoding, pass.hidden, pass.outputs]);
  return pass;
}

/** Points that are asked for at a time. */
const PIECE = 65536;

/** Evaluates the field at many places, a piece after the other. @param positions Shape [count, 3], in [−1,1]³. @returns Shape [count, outputs]. */
export async function evaluateField(field: GpuField, positions: Float32Array): Promise<Float32Array> {
  const { gpu, config } = field;
  const outputs = new Float32Array((positions.length / 3) * config.outputs);
  for (let begin = 0; begin < positions.length / 3; begin += PIECE) {
    const mark = gpu.mark();
    const part = new Float32Array(positions.subarray(begin * 3, (begin + PIECE) * 3));
    const places = gpu.scratch(part.length);
    gpu.write(places, part);
    const count = part.length / 3;
    const pass = forwardField(field, places, count);
    outputs.set(await gpu.read(pass.outputs, count * config.outputs), begin * config.outputs);
    gpu.release(mark);
  }
  return outputs;
}

/** Adds the gradients of table and network. @param outputGradient Shape [count, outputs]. */
export function backwardField(field: GpuField, pass: GpuFieldPass, outputGradient: GpuArray): void {
  const { gpu, config, network, table, sums } = field;
  const { count, encoding, hidden, positions } = pass;
  const mark = gpu.mark();
  const hiddenGradient = gpu.scratch(count * config.hidden);
  const encodingGradient = gpu.scratch(count * config.levels * FEATURES);
  const largest = gpu.scratchZeros(1);
  const numbers = shape(field, count);
  gpu.run("mlp/backward", count, numbers, [
    network.values,
    hidden,
    outputGradient,
    hiddenGradient,
    encodingGradient,
    largest,
  ]);
  const chunks = chunksOf(count);
  const partials = gpu.scratch(chunks * network.length);
  gpu.run("mlp/weightGradients", chunks * network.length, numbers, [
    encoding,
    hidden,
    outputGradient,
    partials,
    hiddenGradient,
  ]);
  gpu.run("mlp/reduce", network.length, numbers, [partials, network.gradient]);
  gpu.run("hash-grid/backward", count * config.levels, { u: [count, config.levels] }, [
    sums,
    largest,
    field.levels,
    positions,
    encodingGradient,
  ]);
  gpu.run("sums/settle", table.length, { u: [table.length] }, [sums, largest, table.gradient]);
  gpu.release(mark);
}

/** One AdamW step on all parameters; gradients are zero afterwards. */
export function stepField(field: GpuField, options: AdamwOptions = {}): void {
  const { gpu, table, network } = field;
  const { tableRate, networkRate, beta1, beta2, epsilon, weightDecay } = { ...ADAMW_DEFAULTS, ...options };
  const step = ++field.step;
  for (const [tensor, rate] of [[table, tableRate] as const, [network, networkRate] as const]) {
    const u = [tensor.length, step % FLUSH_STEPS === 0 ? 1 : 0];
    const varianceScale = 1 / Math.sqrt(1 - beta2 ** step);
    const f = [rate / (1 - beta1 ** step), beta1, beta2, varianceScale, epsilon, rate * weightDecay];
    gpu.run("adamw/update", tensor.length, { u, f }, [tensor.values, tensor.gradient, tensor.mean, tensor.variance]);
  }
}

/** Brings parameters, moments and the number of steps home, as they are at the call. @param to a field of the same configuration. */
export async function readField(field: GpuField, to: Field): Promise<void> {
  const { step } = field;
  const read = await Promise.all(
    parameters().map(({ name, part }) => field.gpu.read(field[name][part], field[name].length)),
  );
  parameters().forEach(({ name, part }, i) => {
    to[name][part].set(read[i]);
  });
  to.step[0] = step;
}

function parameters() {
  return (["table", "network"] as const).flatMap((name) =>
    (["values", "gradient", "mean", "variance"] as const).map((part) => ({ name, part })),
  );
}

const chunksOf = (count: number) => Math.ceil(count / CHUNK);

function shape({ config }: GpuField, count: number) {
  return { u: [count, config.levels * FEATURES, config.hidden, config.outputs, chunksOf(count)] };
}

/**
 * A neural field: multiresolution hash grid (Müller et al. 2022, Instant-NGP) followed by one hidden ReLU layer, trained by AdamW.
 *
 * Maps points of the cube [−1,1]³ to `outputs` numbers without an activation at the end. Points need no gradient here: geometry moves
 * through the tetrahedral grid, colour is fixed to the surface.
 *
 * Memory layout: points are handled in blocks of 16; inside a block, values of one feature are contiguous ([block][feature][16]).
 */

import { type Kernels, pointer } from "../kernels/load.ts";
import { type RandomStream, randomStream, streamKey } from "../kernels/random.ts";
import { type KernelCall, pieces } from "../kernels/threads.ts";
import { ADAMW_DEFAULTS, type AdamwOptions, adamwCalls, createTensor, type Tensor } from "./adamw.ts";
import { cut, PARTS } from "./cut.ts";
import { FEATURES, type GridConfig, type GridLevel, gridLevels } from "./hash-levels.ts";

export interface FieldConfig extends GridConfig {
  /** Width of the hidden layer, a multiple of 4. */
  hidden: number;
  outputs: number;
}

/** The paper's geometry field is { levels: 16, log2TableSize: 19, hidden: 64 }; these suit a CPU. */
const FIELD_DEFAULTS: FieldConfig = {
  levels: 12,
  log2TableSize: 15,
  baseResolution: 16,
  perLevelScale: 1.447,
  hidden: 32,
  outputs: 1,
};

const BLOCK = 16;
/** Least blocks that another thread is worth waking for. */
const LEAST_BLOCKS = 32;
/** Blocks that the backward pass of the MLP holds at a time (CHUNK of `assembly/mlp-backward.ts`). */
const MLP_CHUNK = 16;

export interface Field {
  kernels: Kernels;
  config: FieldConfig;
  levels: GridLevel[];
  /** Shape [entries of all levels, 2]. */
  table: Tensor;
  /** Shape [hidden, 2·levels], [hidden], [outputs, hidden], [outputs], one after the other. */
  network: Tensor;
  /** AdamW steps made so far, one number. */
  step: Float32Array;
}

/** What {@link backwardField} needs from a forward pass; lives in scratch memory. */
export interface FieldPass {
  positions: Float32Array;
  count: number;
  encoding: Float32Array;
  hidden: Float32Array;
  /** Shape [count, outputs]. */
  outputs: Float32Array;
}

/**
 * Allocates a field in `kernels.store`. Table ~ U(±1e-4); hidden layer ~ U(±1/√inputs); output weights a tenth of that rule and output
 * bias 0, so that a fresh field is nearly zero everywhere.
 */
export function createField(kernels: Kernels, options: Partial<FieldConfig>, seed: number): Field {
  const config = { ...FIELD_DEFAULTS, ...options };
  if (config.hidden % 4 !== 0) throw new RangeError(`hidden width ${config.hidden} is not a multiple of 4`);
  const levels = gridLevels(config);
  const last = levels[levels.length - 1];
  const inputs = config.levels * FEATURES;
  const table = createTensor(kernels, (last.offset + last.entries) * FEATURES);
  const network = createTensor(kernels, config.hidden * (inputs + 1) + config.outputs * (config.hidden + 1));
  const field: Field = { kernels, config, levels, table, network, step: kernels.store.f32(1) };
  const random = (name: string) => randomStream(seed, streamKey(name));
  const { weights1, bias1, weights2 } = layers(field);
  fillUniform(table.values, 1e-4, random("table"));
  fillUniform(weights1, 1 / Math.sqrt(inputs), random("weights1"));
  fillUniform(bias1, 1 / Math.sqrt(inputs), random("bias1"));
  fillUniform(weights2, 0.1 / Math.sqrt(config.hidden), random("weights2"));
  return field;
}

/**
 * Evaluates the field and keeps what the backward pass needs, in scratch memory.
 * @param positions Shape [count, 3], in [−1,1]³, in kernel memory.
 */
export function forwardField(field: Field, positions: Float32Array): FieldPass {
  const { kernels, config } = field;
  const count = positions.length / 3;
  const blocks = Math.ceil(count / BLOCK);
  const inputs = config.levels * FEATURES;
  const encoding = kernels.scratch.f32(blocks * BLOCK * inputs);
  const hidden = kernels.scratch.f32(blocks * BLOCK * config.hidden);
  const outputs = kernels.scratch.f32(count * config.outputs);
  const pass = { positions, count, encoding, hidden, outputs };
  kernels.run(field.levels.flatMap((_, level) => encodeLevel(field, pass, level)));
  const at = layers(field);
  kernels.run(
    pieces(blocks, LEAST_BLOCKS, (begin, end) => [
      "mlpForward",
      begin,
      end,
      count,
      pointer(kernels, encoding),
      inputs,
      pointer(kernels, at.weights1),
      pointer(kernels, at.bias1),
      pointer(kernels, hidden),
      config.hidden,
      pointer(kernels, at.weights2),
      pointer(kernels, at.bias2),
      pointer(kernels, outputs),
      config.outputs,
    ]),
  );
  return pass;
}

/**
 * Evaluates the field without a backward pass, in pieces with bounded scratch memory; both arrays may live anywhere.
 * @param positions Shape [count, 3]. @param outputs Shape [count, outputs], written.
 */
export function evaluateField(field: Field, positions: Float32Array, outputs: Float32Array, piece = 16384): void {
  const { scratch } = field.kernels;
  const count = positions.length / 3;
  for (let begin = 0; begin < count; begin += piece) {
    const mark = scratch.mark();
    const part = positions.subarray(begin * 3, Math.min(begin + piece, count) * 3);
    const copy = scratch.f32(part.length);
    copy.set(part);
    outputs.set(forwardField(field, copy).outputs, begin * field.config.outputs);
    scratch.release(mark);
  }
}

/**
 * Adds the gradients of table and network.
 * @param outputGradient Shape [count, outputs], in kernel memory.
 */
export function backwardField(field: Field, pass: FieldPass, outputGradient: Float32Array): void {
  const { kernels, config, network } = field;
  const { scratch } = kernels;
  const mark = scratch.mark();
  const blocks = Math.ceil(pass.count / BLOCK);
  const inputs = config.levels * FEATURES;
  const length = network.values.length;
  const encodingGradient = scratch.f32(pass.encoding.length);
  const partials = scratch.f32(PARTS * length * 4);
  const workspaceLength = MLP_CHUNK * BLOCK * (config.hidden + config.outputs);
  const workspace = scratch.f32(PARTS * workspaceLength);
  partials.fill(0);
  const at = layers(field);
  kernels.run(
    cut(blocks).map(([begin, end], part) => [
      "mlpBackward",
      begin,
      end,
      pass.count,
      pointer(kernels, pass.encoding),
      inputs,
      pointer(kernels, at.weights1),
      pointer(kernels, pass.hidden),
      config.hidden,
      pointer(kernels, at.weights2),
      pointer(kernels, outputGradient),
      config.outputs,
      pointer(kernels, encodingGradient),
      pointer(kernels, partials) + part * length * 16,
      pointer(kernels, workspace) + part * workspaceLength * 4,
    ]),
  );
  kernels.wasm.mlpReduce(pointer(kernels, partials), PARTS, length, pointer(kernels, network.gradient));
  kernels.run(field.levels.map((_, level) => scatterLevel(field, pass, encodingGradient, level)));
  scratch.release(mark);
}

/** One AdamW step (Loshchilov & Hutter 2019) on all parameters; gradients are zero afterwards. */
export function stepField(field: Field, options: AdamwOptions = {}): void {
  const o = { ...ADAMW_DEFAULTS, ...options };
  field.step[0]++;
  const { kernels, table, network } = field;
  kernels.run([
    ...adamwCalls(kernels, table, field.step[0], o.tableRate, o),
    ...adamwCalls(kernels, network, field.step[0], o.networkRate, o),
  ]);
}

/** Everything a checkpoint needs, by name; write into these arrays to restore. Gradients are not part of it. */
export function fieldTensors(field: Field): Record<string, Float32Array> {
  return {
    "encoding.table": field.table.values,
    "encoding.table.mean": field.table.mean,
    "encoding.table.variance": field.table.variance,
    network: field.network.values,
    "network.mean": field.network.mean,
    "network.variance": field.network.variance,
    step: field.step,
  };
}

/** Views of the layers inside the network tensor's values. */
export function layers(field: Field): Record<"weights1" | "bias1" | "weights2" | "bias2", Float32Array> {
  const { levels, hidden, outputs } = field.config;
  const values = field.network.values;
  const bias1 = hidden * levels * FEATURES;
  const weights2 = bias1 + hidden;
  const bias2 = weights2 + outputs * hidden;
  return {
    weights1: values.subarray(0, bias1),
    bias1: values.subarray(bias1, weights2),
    weights2: values.subarray(weights2, bias2),
    bias2: values.subarray(bias2),
  };
}

function encodeLevel(field: Field, pass: FieldPass, index: number): KernelCall[] {
  const { kernels, config } = field;
  const level = field.levels[index];
  // In halves, so that threads finish at about the same time.
  const blocks = Math.ceil(pass.count / BLOCK);
  return pieces(blocks, Math.max(LEAST_BLOCKS, blocks / 2), (begin, end) => [
    "hashGridForward",
    begin * BLOCK,
    end * BLOCK,
    pass.count,
    pointer(kernels, pass.positions),
    pointer(kernels, field.table.values) + level.offset * FEATURES * 4,
    level.scale,
    level.resolution,
    level.mask,
    pointer(kernels, pass.encoding) + index * FEATURES * BLOCK * 4,
    config.levels * FEATURES,
  ]);
}

function scatterLevel(field: Field, pass: FieldPass, encodingGradient: Float32Array, index: number): KernelCall {
  const { kernels, config } = field;
  const level = field.levels[index];
  return [
    "hashGridBackward",
    0,
    pass.count,
    pointer(kernels, pass.positions),
    pointer(kernels, field.table.gradient) + level.offset * FEATURES * 4,
    level.scale,
    level.resolution,
    level.mask,
    pointer(kernels, encodingGradient) + index * FEATURES * BLOCK * 4,
    config.levels * FEATURES,
  ];
}

function fillUniform(values: Float32Array, bound: number, random: RandomStream): void {
  for (let i = 0; i < values.length; i++) values[i] = (random.uniform(i) * 2 - 1) * bound;
}

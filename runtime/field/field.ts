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
import type { KernelCall } from "../kernels/threads.ts";

export interface FieldConfig {
  /** Resolutions of the grid. */
  levels: number;
  /** Entries of one level's table: 2^log2TableSize at most; levels that fit are stored densely. */
  log2TableSize: number;
  baseResolution: number;
  perLevelScale: number;
  /** Width of the hidden layer, a multiple of 4. */
  hidden: number;
  outputs: number;
}

/** The paper's geometry field is { levels: 16, log2TableSize: 19, hidden: 64 }; these suit a CPU. */
export const FIELD_DEFAULTS: FieldConfig = {
  levels: 12,
  log2TableSize: 15,
  baseResolution: 16,
  perLevelScale: 1.447,
  hidden: 32,
  outputs: 1,
};

export const FEATURES = 2;
const BLOCK = 16;
/** Work on points is cut into this many parts, whatever the number of threads, so that bytes do not depend on it. */
const PARTS = 4;
/** Blocks that the backward pass of the MLP holds at a time (CHUNK of `assembly/mlp.ts`). */
const MLP_CHUNK = 16;

/** One level of the grid inside the shared table. */
export interface GridLevel {
  /** First entry; an entry is {@link FEATURES} floats. */
  offset: number;
  entries: number;
  /** Cells per unit of the cube scaled to [0,1]. */
  scale: number;
  /** Grid points along an axis. */
  resolution: number;
  /** entries − 1 where entries are hashed, 0 where the level is dense. */
  mask: number;
}

/** One trained array with its gradient and AdamW moments, all of one length. */
export interface Tensor {
  values: Float32Array;
  gradient: Float32Array;
  mean: Float32Array;
  variance: Float32Array;
}

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

export interface AdamwOptions {
  tableRate?: number;
  networkRate?: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  /** Decoupled: parameters shrink by rate·weightDecay a step. */
  weightDecay?: number;
}

export const ADAMW_DEFAULTS: Required<AdamwOptions> = {
  tableRate: 1e-2,
  networkRate: 1e-3,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-15,
  weightDecay: 0,
};

/**
 * Levels of a grid as Instant-NGP lays them out: scale = base·perLevelScale^level − 1, points at x·scale + 0.5 for x in [0,1]. Its
 * ⌈scale⌉ + 1 grid points get one more, so that the last half cell of a dense level has a neighbour instead of wrapping around.
 */
export function gridLevels(config: FieldConfig): GridLevel[] {
  const levels: GridLevel[] = [];
  let offset = 0;
  for (let level = 0; level < config.levels; level++) {
    const scale = config.baseResolution * config.perLevelScale ** level - 1;
    const resolution = Math.ceil(scale) + 2;
    const dense = Math.ceil(resolution ** 3 / 8) * 8;
    const hashed = dense > 2 ** config.log2TableSize;
    const entries = hashed ? 2 ** config.log2TableSize : dense;
    levels.push({ offset, entries, scale: Math.fround(scale), resolution, mask: hashed ? entries - 1 : 0 });
    offset += entries;
  }
  return levels;
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
  kernels.run(field.levels.map((_, level) => encodeLevel(field, pass, level)));
  const at = layers(field);
  kernels.run(
    cut(blocks).map(([begin, end]) => [
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
  adamw(field.kernels, field.table, field.step[0], o.tableRate, o);
  adamw(field.kernels, field.network, field.step[0], o.networkRate, o);
}

/**
 * One AdamW step on any tensor in kernel memory; its gradient is zero afterwards. Runs of 16 parameters whose gradient and moments are
 * all zero are left alone where weight decay is 0: exact, since their update is 0. Moments below 1e-37 are flushed to zero.
 * @param step Number of this step, from 1.
 */
export function adamw(kernels: Kernels, tensor: Tensor, step: number, rate: number, options: AdamwOptions = {}): void {
  const { beta1, beta2, epsilon, weightDecay } = { ...ADAMW_DEFAULTS, ...options };
  const { length } = tensor.values;
  kernels.run(
    cut(Math.ceil(length / BLOCK)).map(([begin, end]) => [
      "adamw",
      begin * BLOCK,
      Math.min(end * BLOCK, length),
      pointer(kernels, tensor.values),
      pointer(kernels, tensor.gradient),
      pointer(kernels, tensor.mean),
      pointer(kernels, tensor.variance),
      rate / (1 - beta1 ** step),
      beta1,
      beta2,
      1 / Math.sqrt(1 - beta2 ** step),
      epsilon,
      rate * weightDecay,
    ]),
  );
}

/** A zero-filled tensor in `kernels.store`. */
export function createTensor(kernels: Kernels, length: number): Tensor {
  const { store } = kernels;
  return {
    values: store.f32(length),
    gradient: store.f32(length),
    mean: store.f32(length),
    variance: store.f32(length),
  };
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

/** Even parts of 0..length, as [begin, end]. */
function cut(length: number): [number, number][] {
  return Array.from({ length: PARTS }, (_, i) => [
    Math.floor((length * i) / PARTS),
    Math.floor((length * (i + 1)) / PARTS),
  ]);
}

function encodeLevel(field: Field, pass: FieldPass, index: number): KernelCall {
  const { kernels, config } = field;
  const level = field.levels[index];
  const padded = Math.ceil(pass.count / BLOCK) * BLOCK;
  return [
    "hashGridForward",
    0,
    padded,
    pass.count,
    pointer(kernels, pass.positions),
    pointer(kernels, field.table.values) + level.offset * FEATURES * 4,
    level.scale,
    level.resolution,
    level.mask,
    pointer(kernels, pass.encoding) + index * FEATURES * BLOCK * 4,
    config.levels * FEATURES,
  ];
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

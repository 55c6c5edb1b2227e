/** AdamW (Loshchilov & Hutter 2019) on arrays in kernel memory. */

import { type Kernels, pointer } from "../kernels/load.ts";
import { type KernelCall, pieces } from "../kernels/threads.ts";

/** Parameters that are looked at together by the kernel. */
const RUN = 32;
/** Least runs that another thread is worth waking for. */
const LEAST_RUNS = 128;

/** Steps from one flush of the moments to the next: β₁ = 0.9 takes none from 1e-36 to a denormal in between. */
export const FLUSH_STEPS = 16;

/** One trained array with its gradient and AdamW moments, all of one length. */
export interface Tensor {
  values: Float32Array;
  gradient: Float32Array;
  mean: Float32Array;
  variance: Float32Array;
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
 * One AdamW step on any tensor in kernel memory; its gradient is zero afterwards. Runs of 32 parameters whose gradient and moments are
 * all zero are left alone where weight decay is 0: exact, since their update is 0. Every 16th step flushes moments below 1e-36 to zero.
 * @param step Number of this step, from 1.
 */
export function adamw(kernels: Kernels, tensor: Tensor, step: number, rate: number, options: AdamwOptions = {}): void {
  kernels.run(adamwCalls(kernels, tensor, step, rate, options));
}

/** The calls of {@link adamw}, to run together with others. */
export function adamwCalls(
  kernels: Kernels,
  tensor: Tensor,
  step: number,
  rate: number,
  options: AdamwOptions = {},
): KernelCall[] {
  const { beta1, beta2, epsilon, weightDecay } = { ...ADAMW_DEFAULTS, ...options };
  const { length } = tensor.values;
  return pieces(Math.ceil(length / RUN), LEAST_RUNS, (begin, end) => [
    "adamw",
    begin * RUN,
    Math.min(end * RUN, length),
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
    step % FLUSH_STEPS === 0 ? 1 : 0,
  ]);
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

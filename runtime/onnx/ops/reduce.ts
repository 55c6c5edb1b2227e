import type { Graph, Value } from "../graph.ts";
import { constant, emit, int64s } from "../graph.ts";
import { reshape } from "./layout.ts";
import { matMul } from "./linear.ts";

function reduce(g: Graph, op: string, x: Value, axes: readonly number[], keep: boolean): Value {
  if (axes.length === 0) return x;
  const kept = x.shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const y = emit(g, op, [x, int64s(g, axes)], kept, { attributes: { keepdims: { int: 1 } } });
  if (keep) return y;
  const shape = x.shape.filter((_, i) => !axes.includes(i));
  return reshape(g, y, shape);
}

/** Mean over axes (non-negative numbers), which stay as 1 where `keep`. */
export const reduceMean = (g: Graph, x: Value, axes: readonly number[], keep = true): Value =>
  reduce(g, "ReduceMean", x, axes, keep);

/** Sum over axes (non-negative numbers), which stay as 1 where `keep`. */
export const reduceSum = (g: Graph, x: Value, axes: readonly number[], keep = true): Value =>
  reduce(g, "ReduceSum", x, axes, keep);

/** Largest element over axes (non-negative numbers), which stay as 1 where `keep`. */
export const reduceMax = (g: Graph, x: Value, axes: readonly number[], keep = true): Value =>
  reduce(g, "ReduceMax", x, axes, keep);

/** Smallest element over axes (non-negative numbers), which stay as 1 where `keep`. */
export const reduceMin = (g: Graph, x: Value, axes: readonly number[], keep = true): Value =>
  reduce(g, "ReduceMin", x, axes, keep);

/** Product over axes (non-negative numbers), which stay as 1 where `keep`. */
export const reduceProd = (g: Graph, x: Value, axes: readonly number[], keep = true): Value =>
  reduce(g, "ReduceProd", x, axes, keep);

/**
 * Weighted sum over the channels of [B,C,H,W] → [B,1,H,W], every channel with the same weight. A matrix product: ONNX
 * Runtime's reductions over a middle axis take several times as long.
 */
export function sumChannels(g: Graph, x: Value, weight = 1): Value {
  const [b, c, h, w] = x.shape;
  const row = constant(g, new Float32Array(c).fill(weight), [1, 1, c]);
  return reshape(g, matMul(g, row, reshape(g, x, [b, c, h * w])), [b, 1, h, w]);
}

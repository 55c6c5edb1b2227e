import type { Graph, Value } from "../graph.ts";
import { constant, emit, emitAll, scalar } from "../graph.ts";
import { add, div, mul, sqrt } from "./arithmetic.ts";
import { expand, reshape } from "./layout.ts";
import { sumChannels } from "./reduce.ts";

/** Normalisation over the last axis, then scale and shift (both of the last axis' length). */
export function layerNorm(g: Graph, x: Value, scale: Value, bias: Value | null, epsilon: number): Value {
  const rank = x.shape.length;
  const statistics = x.shape.map((n, i) => (i === rank - 1 ? 1 : n));
  const results = [x.shape, statistics, statistics].map((shape) => ({ shape, dtype: x.dtype }));
  const attributes = { axis: { int: -1 }, epsilon: { float: epsilon } };
  return emitAll(g, "LayerNormalization", bias ? [x, scale, bias] : [x, scale], results, { attributes })[0];
}

/** x·scale + bias by channel of [B,C,H,W], in one pass (a batch normalisation by mean 0 and variance 1). */
export function scaleShift(g: Graph, x: Value, scale: Value, bias: Value): Value {
  const c = x.shape[1];
  const zeros = constant(g, new Float32Array(c), [c]);
  const ones = constant(g, new Float32Array(c).fill(1), [c]);
  return emit(g, "BatchNormalization", [x, scale, bias, zeros, ones], x.shape, {
    attributes: { epsilon: { float: 0 } },
  });
}

/**
 * Group normalisation of [B,C,H,W], then scale and shift by channel. A layer normalisation over each group's
 * elements: that kernel is threaded and vectorised.
 */
export function groupNorm(g: Graph, x: Value, groups: number, scale: Value, bias: Value, epsilon: number): Value {
  const [b, c, h, w] = x.shape;
  if (c % groups !== 0) throw new Error(`graph ${g.name}: ${c} channels do not divide into ${groups} groups`);
  const length = (c / groups) * h * w;
  const ones = expand(g, scalar(g, 1), [length]);
  const flat = layerNorm(g, reshape(g, x, [b, groups, length]), ones, null, epsilon);
  return scaleShift(g, reshape(g, flat, x.shape), scale, bias);
}

/** Root-mean-square normalisation of [B,C,H,W] over the channels of each pixel (diffusers' RMSNorm with bias). */
export function rmsNormChannels(g: Graph, x: Value, scale: Value, bias: Value, epsilon: number): Value {
  const meanSquare = sumChannels(g, mul(g, x, x), 1 / x.shape[1]);
  const root = sqrt(g, add(g, meanSquare, scalar(g, epsilon)));
  return scaleShift(g, div(g, x, root), scale, bias);
}

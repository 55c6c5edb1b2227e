import type { Value } from "../graph.ts";
import { emit } from "../graph.ts";
import * as op from "../ops/index.ts";
import type { Vjp, VjpContext } from "./types.ts";

const swapLast = (c: VjpContext, v: Value): Value => {
  const n = v.shape.length;
  return op.transpose(c.g, v, [...v.shape.keys()].slice(0, n - 2).concat(n - 1, n - 2));
};

/** Sums over leading axes that the product broadcast. */
const fit = (c: VjpContext, d: Value, v: Value): Value =>
  op.reshape(c.g, op.reduceSum(c.g, d, op.broadcastAxes(v.shape, d.shape)), v.shape);

const matMul: Vjp = (c, { inputs: [a, b] }, [d]) => [
  c.active(a) ? fit(c, op.matMul(c.g, d!, swapLast(c, c.forward(b!))), a!) : null,
  c.active(b) ? fit(c, op.matMul(c.g, swapLast(c, c.forward(a!)), d!), b!) : null,
];

/** y = x·Wᵀ + bias with constant weights: dx = dy·W. */
const gemm: Vjp = ({ g, forward, active }, { inputs: [x, w, bias] }, [d]) => {
  if (active(w) || active(bias)) throw new Error(`${g.name}: a Gemm has a gradient for its first factor alone`);
  return [emit(g, "Gemm", [d!, forward(w!)], x!.shape)];
};

/** dx = y·(dy − Σ dy·y). */
const softmax: Vjp = ({ g, forward }, { outputs: [out] }, [d]) => {
  const y = forward(out);
  const weighted = op.mul(g, d!, y);
  return [op.sub(g, weighted, op.mul(g, y, op.reduceSum(g, weighted, [y.shape.length - 1])))];
};

/** x̂ = (x − μ)/σ over the last axis, y = x̂·scale: dx = (d̂ − mean(d̂) − x̂·mean(d̂·x̂))/σ with d̂ = dy·scale. */
const layerNormalization: Vjp = ({ g, forward }, { inputs: [x, scale], outputs: [, mean, inverseDeviation] }, [d]) => {
  const last = [x!.shape.length - 1];
  const inverse = forward(inverseDeviation);
  const normal = op.mul(g, op.sub(g, forward(x!), forward(mean)), inverse);
  const scaled = op.mul(g, d!, forward(scale!));
  const tilt = op.mul(g, normal, op.reduceMean(g, op.mul(g, scaled, normal), last));
  const centred = op.sub(g, scaled, op.reduceMean(g, scaled, last));
  return [op.mul(g, op.sub(g, centred, tilt), inverse)];
};

/** Only the form that scaleShift makes: mean 0, variance 1. */
const batchNormalization: Vjp = ({ g, forward }, { inputs: [, scale] }, [d]) => {
  const c = scale!.shape[0];
  return [op.mul(g, d!, op.reshape(g, forward(scale!), [c, 1, 1]))];
};

export const LINEAR: Record<string, Vjp> = {
  MatMul: matMul,
  Gemm: gemm,
  Softmax: softmax,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
};

import { constant, type Graph, type Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import type { Params } from "../params.ts";
import { dense } from "./layers.ts";

/**
 * Sinusoidal features of timesteps [B] → [B,width] (diffusers' Timesteps).
 * Rounded to float32 step by step like the original, since the angle reaches a thousand radians.
 */
export function sinusoid(g: Graph, timestep: Value, width: number, flipSinToCos: boolean, freqShift: number): Value {
  const half = width / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => {
    const exponent = Math.fround(Math.fround(Math.fround(-Math.log(10000)) * i) / (half - freqShift));
    return Math.exp(exponent);
  });
  const column = op.reshape(g, timestep, [timestep.shape[0], 1]);
  const angles = op.mul(g, column, constant(g, frequencies, [1, half]));
  const parts = [op.sin(g, angles), op.cos(g, angles)];
  return op.concat(g, flipSinToCos ? parts.reverse() : parts, 1);
}

/** diffusers' TimestepEmbedding: linear_1, SiLU, linear_2. Also the "projection" class embedding. */
export function embeddingMlp(g: Graph, p: Params, x: Value, out: number): Value {
  const hidden = op.silu(g, dense(g, p.scope("linear_1"), x, out));
  return dense(g, p.scope("linear_2"), hidden, out);
}

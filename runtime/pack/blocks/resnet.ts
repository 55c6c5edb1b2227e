import { constant, type Graph, type Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import type { Params } from "../params.ts";
import { conv2d, dense, groupNorm, upsampleConv2d } from "./layers.ts";

export interface ResnetOptions {
  groups: number;
  epsilon: number;
  /** SiLU of the time embedding [1 or B, width], or null in an autoencoder. */
  time: Value | null;
}

/** diffusers' ResnetBlock2D ("default" time embedding): x [B,C,H,W] → [B,out,H,W]. */
export function resnetBlock(g: Graph, p: Params, x: Value, out: number, options: ResnetOptions): Value {
  const { groups, epsilon, time } = options;
  let y = op.silu(g, groupNorm(g, p.scope("norm1"), x, groups, epsilon));
  y = conv2d(g, p.scope("conv1"), y, out);
  if (time) {
    const shift = dense(g, p.scope("time_emb_proj"), time, out);
    y = op.add(g, y, op.reshape(g, shift, [shift.shape[0], out, 1, 1]));
  }
  y = op.silu(g, groupNorm(g, p.scope("norm2"), y, groups, epsilon));
  y = conv2d(g, p.scope("conv2"), y, out);
  const shortcut = x.shape[1] === out ? x : conv2d(g, p.scope("conv_shortcut"), x, out, 1);
  return op.add(g, shortcut, y);
}

/** diffusers' Downsample2D: a convolution of stride 2, padded on all sides or (autoencoder) bottom and right. */
export function downsample(g: Graph, p: Params, x: Value, pad: 0 | 1): Value {
  return conv2d(g, p.scope("conv"), x, x.shape[1], 3, { stride: 2, pad: pad ? 1 : [0, 0, 1, 1] });
}

/** diffusers' Upsample2D: nearest neighbour × 2, then a convolution. */
export function upsample(g: Graph, p: Params, x: Value): Value {
  return upsampleConv2d(g, p.scope("conv"), x, x.shape[1]);
}

/** The single-head attention of AutoencoderKL's middle block (diffusers' Attention with a group norm). */
export function spatialAttention(g: Graph, p: Params, x: Value, groups: number, epsilon: number): Value {
  const [b, c, h, w] = x.shape;
  const normal = groupNorm(g, p.scope("group_norm"), x, groups, epsilon);
  const tokens = op.transpose(g, op.reshape(g, normal, [b, c, h * w]), [0, 2, 1]);
  // The oldest files (Stable Diffusion 1 and 2) still carry the names that diffusers gave this block at first.
  const names = p.has("to_q.weight") ? ["to_q", "to_k", "to_v", "to_out.0"] : ["query", "key", "value", "proj_attn"];
  const [q, k, v] = names.slice(0, 3).map((name) => dense(g, p.scope(name), tokens, c));
  const scale = constant(g, Float32Array.of(1 / Math.sqrt(c)), []);
  const mixed = dense(g, p.scope(names[3]), op.attention(g, q, k, v, 1, scale), c);
  return op.add(g, x, op.reshape(g, op.transpose(g, mixed, [0, 2, 1]), x.shape));
}

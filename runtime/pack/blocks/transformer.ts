import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import type { Params } from "../params.ts";
import { dense, groupNorm, layerNorm, withBatch } from "./layers.ts";

export interface TransformerOptions {
  groups: number;
  heads: number;
  layers: number;
  linearProjection: boolean;
  /** Text tokens [B,L,D]. */
  text: Value;
}

/** diffusers' Transformer2DModel: x [1 or B,C,H,W] → [B,C,H,W], B of the text. */
export function transformer2d(g: Graph, p: Params, x: Value, options: TransformerOptions): Value {
  const [b, c, h, w] = x.shape;
  const normal = groupNorm(g, p.scope("norm"), x, options.groups, 1e-6);
  const pixels = op.transpose(g, op.reshape(g, normal, [b, c, h * w]), [0, 2, 1]);
  let tokens = project(g, p.scope("proj_in"), pixels, options.linearProjection);
  for (let i = 0; i < options.layers; i++) {
    tokens = transformerBlock(g, p.scope(`transformer_blocks.${i}`), tokens, options);
  }
  tokens = project(g, p.scope("proj_out"), tokens, options.linearProjection);
  const batch = tokens.shape[0];
  return op.add(g, x, op.reshape(g, op.transpose(g, tokens, [0, 2, 1]), [batch, c, h, w]));
}

/** proj_in and proj_out are linear layers, or the same thing stored as 1 × 1 convolutions. */
function project(g: Graph, p: Params, tokens: Value, linear: boolean): Value {
  const c = tokens.shape[2];
  if (linear) return dense(g, p, tokens, c);
  return op.linear(g, tokens, op.reshape(g, p("weight", [c, c, 1, 1]), [c, c]), p("bias", [c]));
}

/** diffusers' BasicTransformerBlock: self-attention, attention to the text, feed-forward (GEGLU). */
function transformerBlock(g: Graph, p: Params, x: Value, { heads, text }: TransformerOptions): Value {
  const self = layerNorm(g, p.scope("norm1"), x, 1e-5);
  let y = op.add(g, x, attend(g, p.scope("attn1"), self, self, heads));
  const cross = withBatch(g, layerNorm(g, p.scope("norm2"), y, 1e-5), text.shape[0]);
  y = op.add(g, y, attend(g, p.scope("attn2"), cross, text, heads));
  return op.add(g, y, feedForward(g, p.scope("ff.net"), layerNorm(g, p.scope("norm3"), y, 1e-5)));
}

function attend(g: Graph, p: Params, x: Value, context: Value, heads: number): Value {
  const c = x.shape[2];
  const q = dense(g, p.scope("to_q"), x, c, false);
  const k = dense(g, p.scope("to_k"), context, c, false);
  const v = dense(g, p.scope("to_v"), context, c, false);
  return dense(g, p.scope("to_out.0"), op.fusedAttention(g, q, k, v, heads), c);
}

function feedForward(g: Graph, p: Params, x: Value): Value {
  const c = x.shape[2];
  const both = dense(g, p.scope("0.proj"), x, 8 * c);
  const [hidden, gate] = op.split(g, both, [4 * c, 4 * c], 2);
  return dense(g, p.scope("2"), op.mul(g, hidden, op.gelu(g, gate)), c);
}

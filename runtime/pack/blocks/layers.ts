import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import type { Params } from "../params.ts";

/** torch.nn.Conv2d: "weight" [out,in,k,k] and "bias". */
export function conv2d(g: Graph, p: Params, x: Value, out: number, kernel = 3, options: op.ConvOptions = {}): Value {
  return op.conv(g, x, p("weight", [out, x.shape[1], kernel, kernel]), p("bias", [out]), options);
}

/** Nearest upsampling × 2 and a torch.nn.Conv2d with a 3 × 3 kernel, as one. */
export function upsampleConv2d(g: Graph, p: Params, x: Value, out: number): Value {
  return op.upsampleConv(g, x, p("weight", [out, x.shape[1], 3, 3]), p("bias", [out]));
}

/** torch.nn.Linear over the last axis: "weight" [out,in] and, unless told otherwise, "bias". */
export function dense(g: Graph, p: Params, x: Value, out: number, bias = true): Value {
  const inner = x.shape[x.shape.length - 1];
  return op.linear(g, x, p("weight", [out, inner]), bias ? p("bias", [out]) : null);
}

/** torch.nn.LayerNorm over the last axis. */
export function layerNorm(g: Graph, p: Params, x: Value, epsilon: number): Value {
  const n = x.shape[x.shape.length - 1];
  return op.layerNorm(g, x, p("weight", [n]), p("bias", [n]), epsilon);
}

/** torch.nn.GroupNorm of [B,C,H,W]. */
export function groupNorm(g: Graph, p: Params, x: Value, groups: number, epsilon: number): Value {
  const c = x.shape[1];
  return op.groupNorm(g, x, groups, p("weight", [c]), p("bias", [c]), epsilon);
}

/** The same rows for every member of a batch that so far was computed once (see the shared latent of the UNet). */
export function withBatch(g: Graph, x: Value, batch: number): Value {
  return x.shape[0] === batch ? x : op.expand(g, x, [batch, ...x.shape.slice(1)]);
}

/** The activation that a config names. */
export function activation(g: Graph, name: string, x: Value): Value {
  if (name === "silu" || name === "swish") return op.silu(g, x);
  if (name === "relu") return op.relu(g, x);
  if (name === "gelu") return op.gelu(g, x);
  if (name === "gelu_new" || name === "gelu_pytorch_tanh") return op.gelu(g, x, "tanh");
  if (name === "quick_gelu") return op.quickGelu(g, x);
  throw new Error(`activation "${name}" is not supported: silu, relu, gelu, gelu_new and quick_gelu are`);
}

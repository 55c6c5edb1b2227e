import type { Graph, Value } from "../graph.ts";
import { emit } from "../graph.ts";
import { add } from "./arithmetic.ts";
import { broadcastShapes } from "./broadcast.ts";
import { reshape, transpose } from "./layout.ts";

/** Batched matrix product of [..., M, K] and [..., K, N]. */
export function matMul(g: Graph, a: Value, b: Value): Value {
  const m = a.shape[a.shape.length - 2];
  const [k, n] = b.shape.slice(-2);
  if (a.shape[a.shape.length - 1] !== k) throw new Error(`graph ${g.name}: matMul of [${a.shape}] and [${b.shape}]`);
  const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return emit(g, "MatMul", [a, b], [...batch, m, n]);
}

/**
 * x·Wᵀ + bias over the last axis, W [out, in] as PyTorch stores it. A Gemm: it takes the transposed weight as it
 * is and packs it once.
 */
export function linear(g: Graph, x: Value, weight: Value, bias: Value | null = null): Value {
  const [out, inner] = weight.shape;
  const last = x.shape[x.shape.length - 1];
  if (last !== inner) throw new Error(`graph ${g.name}: linear of [${x.shape}] by a weight [${weight.shape}]`);
  const rows = reshape(g, x, [-1, inner]);
  const inputs = bias ? [rows, weight, bias] : [rows, weight];
  const y = emit(g, "Gemm", inputs, [rows.shape[0], out], { attributes: { transB: { int: 1 } } });
  return reshape(g, y, [...x.shape.slice(0, -1), out]);
}

/** Softmax over the last axis. */
export const softmax = (g: Graph, x: Value): Value =>
  emit(g, "Softmax", [x], x.shape, { attributes: { axis: { int: -1 } } });

/**
 * Scaled dot-product attention by primitive operators, so that it has a gradient.
 * query [B,S,D], key and value [B,L,D], D split into `heads`; `bias` is added to the scores [B,heads,S,L].
 */
export function attention(
  g: Graph,
  query: Value,
  key: Value,
  value: Value,
  heads: number,
  scale: Value,
  bias: Value | null = null,
): Value {
  const [b, s, d] = query.shape;
  const l = key.shape[1];
  const q = transpose(g, reshape(g, query, [b, s, heads, d / heads]), [0, 2, 1, 3]);
  const k = transpose(g, reshape(g, key, [b, l, heads, d / heads]), [0, 2, 3, 1]);
  const v = transpose(g, reshape(g, value, [b, l, heads, d / heads]), [0, 2, 1, 3]);
  let scores = emit(g, "Mul", [matMul(g, q, k), scale], [b, heads, s, l]);
  if (bias) scores = add(g, scores, bias);
  const mixed = matMul(g, softmax(g, scores), v);
  return reshape(g, transpose(g, mixed, [0, 2, 1, 3]), [b, s, d]);
}

/**
 * Scaled dot-product attention by ONNX Runtime's fused operator (scale 1/√(D/heads)); no gradient.
 * query [B,S,D], key and value [B,L,D].
 */
export function fusedAttention(g: Graph, query: Value, key: Value, value: Value, heads: number): Value {
  const options = { domain: "com.microsoft", attributes: { num_heads: { int: heads } } };
  return emit(g, "MultiHeadAttention", [query, key, value], query.shape, options);
}

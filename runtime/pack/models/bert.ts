import { constant, type Graph, scalar, type Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { activation, dense, layerNorm } from "../blocks/layers.ts";
import type { Config } from "../config.ts";
import type { Params } from "../params.ts";

/** BertModel of transformers, as a text encoder. */
export interface BertConfig {
  kind: "bert";
  vocabulary: number;
  width: number;
  inner: number;
  layers: number;
  heads: number;
  positions: number;
  types: number;
  epsilon: number;
  activation: string;
}

export function bertConfig(c: Config): BertConfig {
  c.only("position_embedding_type", "absolute");
  return {
    kind: "bert",
    vocabulary: c.int("vocab_size"),
    width: c.int("hidden_size"),
    inner: c.int("intermediate_size"),
    layers: c.int("num_hidden_layers"),
    heads: c.int("num_attention_heads"),
    positions: c.int("max_position_embeddings"),
    types: c.int("type_vocab_size", 2),
    epsilon: c.float("layer_norm_eps", 1e-12),
    activation: c.text("hidden_act", "gelu"),
  };
}

/**
 * Token ids [B,L] (int64) and mask [B,L] (1 for a token, 0 for padding) → hidden [B,L,D], zero at the padding, and
 * pooled [B,D], the mean over the tokens.
 */
export function bert(
  g: Graph,
  p: Params,
  config: BertConfig,
  ids: Value,
  mask: Value,
): { hidden: Value; pooled: Value } {
  const [b, l] = ids.shape;
  const { width, epsilon } = config;
  const e = p.scope("embeddings");
  const order = BigInt64Array.from({ length: l }, (_, i) => BigInt(i));
  const positions = e.rows("position_embeddings.weight", [config.positions, width], constant(g, order, [1, l]));
  const kinds = e.rows(
    "token_type_embeddings.weight",
    [config.types, width],
    constant(g, new BigInt64Array(l), [1, l]),
  );
  const words = e.rows("word_embeddings.weight", [config.vocabulary, width], ids);
  let y = op.add(g, words, op.add(g, positions, kinds));
  y = layerNorm(g, e.scope("LayerNorm"), y, epsilon);

  // A masked score far below any real one: its softmax is exactly 0.
  const bias = op.mul(g, op.sub(g, mask, scalar(g, 1)), scalar(g, 1e9));
  const scores = op.reshape(g, bias, [b, 1, 1, l]);
  const scale = scalar(g, 1 / Math.sqrt(width / config.heads));
  for (let i = 0; i < config.layers; i++) {
    const block = p.scope(`encoder.layer.${i}`);
    const a = block.scope("attention");
    const [q, k, v] = ["query", "key", "value"].map((name) => dense(g, a.scope(`self.${name}`), y, width));
    const mixed = dense(g, a.scope("output.dense"), op.attention(g, q, k, v, config.heads, scale, scores), width);
    y = layerNorm(g, a.scope("output.LayerNorm"), op.add(g, y, mixed), epsilon);
    const inner = activation(g, config.activation, dense(g, block.scope("intermediate.dense"), y, config.inner));
    const outer = dense(g, block.scope("output.dense"), inner, width);
    y = layerNorm(g, block.scope("output.LayerNorm"), op.add(g, y, outer), epsilon);
  }
  const hidden = op.mul(g, y, op.reshape(g, mask, [b, l, 1]));
  const count = op.reduceSum(g, mask, [1]);
  const pooled = op.div(g, op.reduceSum(g, hidden, [1], false), count);
  return { hidden, pooled };
}

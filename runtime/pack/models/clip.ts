import { constant, type Graph, scalar, type Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { activation, dense, layerNorm } from "../blocks/layers.ts";
import type { Config } from "../config.ts";
import type { Params } from "../params.ts";

/** CLIPTextModel of transformers. */
export interface ClipConfig {
  kind: "clip";
  vocabulary: number;
  width: number;
  inner: number;
  layers: number;
  heads: number;
  positions: number;
  epsilon: number;
  activation: string;
}

export function clipConfig(c: Config): ClipConfig {
  return {
    kind: "clip",
    vocabulary: c.int("vocab_size", 49408),
    width: c.int("hidden_size", 512),
    inner: c.int("intermediate_size", 2048),
    layers: c.int("num_hidden_layers", 12),
    heads: c.int("num_attention_heads", 8),
    positions: c.int("max_position_embeddings", 77),
    epsilon: c.float("layer_norm_eps", 1e-5),
    activation: c.text("hidden_act", "quick_gelu"),
  };
}

/** What the transformer layers of CLIP's two towers need to know. */
export type ClipLayers = Pick<ClipConfig, "width" | "inner" | "heads" | "epsilon" | "activation">;

/** The first `count` layers "encoder.layers.i" on hidden states [B,L,D]; `bias` is added to the scores of attention. */
export function clipLayers(
  g: Graph,
  p: Params,
  { width, inner, heads, epsilon, activation: act }: ClipLayers,
  hidden: Value,
  count: number,
  bias: Value | null = null,
): Value {
  const scale = scalar(g, 1 / Math.sqrt(width / heads));
  let y = hidden;
  for (let i = 0; i < count; i++) {
    const block = p.scope(`encoder.layers.${i}`);
    const a = block.scope("self_attn");
    const x = layerNorm(g, block.scope("layer_norm1"), y, epsilon);
    const [q, k, v] = ["q_proj", "k_proj", "v_proj"].map((name) => dense(g, a.scope(name), x, width));
    y = op.add(g, y, dense(g, a.scope("out_proj"), op.attention(g, q, k, v, heads, scale, bias), width));
    const z = layerNorm(g, block.scope("layer_norm2"), y, epsilon);
    y = op.add(
      g,
      y,
      dense(g, block.scope("mlp.fc2"), activation(g, act, dense(g, block.scope("mlp.fc1"), z, inner)), width),
    );
  }
  return y;
}

/**
 * Token ids [B,L] (int64) → hidden states [B,L,D] after the final layer norm. `skip` leaves out that many of the last
 * layers (1: the penultimate). Padding attends like text, as in Stable Diffusion; the mask is causal.
 */
export function clip(g: Graph, p: Params, config: ClipConfig, ids: Value, skip = 0): Value {
  const l = ids.shape[1];
  const { width, epsilon } = config;
  // transformers wrote "text_model." before every name until version 5.
  const t = p.has("text_model.final_layer_norm.weight") ? p.scope("text_model") : p;
  const e = t.scope("embeddings");
  const order = BigInt64Array.from({ length: l }, (_, i) => BigInt(i));
  const positions = e.rows("position_embedding.weight", [config.positions, width], constant(g, order, [1, l]));
  let y = op.add(g, e.rows("token_embedding.weight", [config.vocabulary, width], ids), positions);

  const causal = Float32Array.from({ length: l * l }, (_, i) => (i % l > Math.floor(i / l) ? -1e9 : 0));
  y = clipLayers(g, t, config, y, config.layers - skip, constant(g, causal, [1, 1, l, l]));
  return layerNorm(g, t.scope("final_layer_norm"), y, epsilon);
}

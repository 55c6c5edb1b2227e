import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { layerNorm } from "../blocks/layers.ts";
import type { Config } from "../config.ts";
import type { Params } from "../params.ts";
import { type ClipLayers, clipLayers } from "./clip.ts";

/** CLIPVisionModel of transformers. */
export interface ClipVisionConfig extends ClipLayers {
  /** Side of the picture in pixels, and of the patches that it is cut into. */
  size: number;
  patch: number;
  layers: number;
}

/** The defaults are ViT-B/32's, as in transformers. */
export function clipVisionConfig(c: Config): ClipVisionConfig {
  return {
    size: c.int("image_size", 224),
    patch: c.int("patch_size", 32),
    width: c.int("hidden_size", 768),
    inner: c.int("intermediate_size", 3072),
    layers: c.int("num_hidden_layers", 12),
    heads: c.int("num_attention_heads", 12),
    epsilon: c.float("layer_norm_eps", 1e-5),
    activation: c.text("hidden_act", "quick_gelu"),
  };
}

/** Picture [1,3,S,S], normalised → class token [1,D] after the last layer norm. `p` is "vision_model". */
export function clipVision(g: Graph, p: Params, config: ClipVisionConfig, picture: Value): Value {
  const { size, patch, width, layers, epsilon } = config;
  const side = Math.floor(size / patch);
  const e = p.scope("embeddings");
  const weight = e("patch_embedding.weight", [width, 3, patch, patch]);
  const patches = op.conv(g, picture, weight, null, { stride: patch, pad: 0 });
  const rows = op.transpose(g, op.reshape(g, patches, [1, width, side * side]), [0, 2, 1]);
  const first = op.reshape(g, e("class_embedding", [width]), [1, 1, width]);
  const positions = op.reshape(g, e("position_embedding.weight", [side * side + 1, width]), [1, -1, width]);
  // transformers spells it so.
  const start = layerNorm(g, p.scope("pre_layrnorm"), op.add(g, op.concat(g, [first, rows], 1), positions), epsilon);
  const hidden = clipLayers(g, p, config, start, layers);
  return layerNorm(g, p.scope("post_layernorm"), op.reshape(g, op.slice(g, hidden, 1, 0, 1), [1, width]), epsilon);
}

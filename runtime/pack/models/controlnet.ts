import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { conv2d } from "../blocks/layers.ts";
import type { Params } from "../params.ts";
import { downPath, midBlock, timeEmbedding } from "./trunk.ts";
import type { ControlNetConfig } from "./unet-config.ts";

export interface ControlNetInputs {
  /** Noisy latents [1 or B, C, h, w]. */
  latent: Value;
  /** Timestep [1] or [B]. */
  timestep: Value;
  /** Text tokens [B,L,D]; unused by a network without attention, which then runs once for the whole batch. */
  text: Value;
  /** Pooled text [B,classWidth], or null. */
  classLabels: Value | null;
  /** Condition image [1,3,H,W], 0 to 1. */
  condition: Value;
}

/** ControlNetModel: what to add to the UNet's skip connections and middle. */
export function controlNet(g: Graph, p: Params, config: ControlNetConfig, inputs: ControlNetInputs) {
  const time = timeEmbedding(g, p, config, inputs.timestep, inputs.classLabels);
  const given = { time, text: inputs.text };
  const hint = conditionEmbedding(g, p.scope("controlnet_cond_embedding"), config, inputs.condition);
  const first = op.add(g, conv2d(g, p.scope("conv_in"), inputs.latent, config.channels[0]), hint);
  const [y, skips] = downPath(g, p, config, first, given);
  const mid = midBlock(g, p, config, y, given);
  const tap = (name: string, x: Value) => conv2d(g, p.scope(name), x, x.shape[1], 1);
  return {
    down: skips.map((skip, i) => tap(`controlnet_down_blocks.${i}`, skip)),
    mid: tap("controlnet_mid_block", mid),
  };
}

/** ControlNetConditioningEmbedding: the condition image, halved until it has the latents' size. */
function conditionEmbedding(g: Graph, p: Params, config: ControlNetConfig, condition: Value): Value {
  const widths = config.embeddingChannels;
  const image = config.reversedChannels ? op.flip(g, condition, 1) : condition;
  let y = op.silu(g, conv2d(g, p.scope("conv_in"), image, widths[0]));
  for (let i = 0; i + 1 < widths.length; i++) {
    y = op.silu(g, conv2d(g, p.scope(`blocks.${2 * i}`), y, widths[i]));
    y = op.silu(g, conv2d(g, p.scope(`blocks.${2 * i + 1}`), y, widths[i + 1], 3, { stride: 2 }));
  }
  return conv2d(g, p.scope("conv_out"), y, config.channels[0]);
}

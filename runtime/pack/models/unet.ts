import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { conv2d, groupNorm, withBatch } from "../blocks/layers.ts";
import { upsample } from "../blocks/resnet.ts";
import type { Params } from "../params.ts";
import { type Conditioning, downPath, layer, midBlock, timeEmbedding } from "./trunk.ts";
import type { UNetConfig } from "./unet-config.ts";

export interface UNetInputs {
  /** Noisy latents, and beside them what else the network sees, [1 or B, inChannels, h, w]. Given once for a whole batch, they are broadcast as late as possible. */
  latent: Value;
  /** Timestep [1] or [B]. */
  timestep: Value;
  /** Text tokens [B,L,D]. */
  text: Value;
  /** Pooled text, and the camera of a network that sees the view, [B,classWidth]; or null. */
  classLabels: Value | null;
  /** What a ControlNet adds to the skip connections and to the middle. */
  residuals: { down: Value[]; mid: Value } | null;
}

/** UNet2DConditionModel: the network's output [B, outChannels, h, w]. */
export function unet(g: Graph, p: Params, config: UNetConfig, inputs: UNetInputs): Value {
  const { text, residuals } = inputs;
  const batch = text.shape[0];
  const time = timeEmbedding(g, p, config, inputs.timestep, inputs.classLabels);
  const given = { time, text };
  const first = conv2d(g, p.scope("conv_in"), inputs.latent, config.channels[0]);
  let [y, skips] = downPath(g, p, config, first, given);
  y = midBlock(g, p, config, y, given);
  if (residuals) {
    skips = skips.map((skip, i) => op.add(g, skip, residuals.down[i]));
    y = op.add(g, y, residuals.mid);
  }
  y = upPath(g, p, config, y, skips, given, batch);
  y = op.silu(g, groupNorm(g, p.scope("conv_norm_out"), y, config.groups, config.epsilon));
  return withBatch(g, conv2d(g, p.scope("conv_out"), y, config.outChannels), batch);
}

function upPath(
  g: Graph,
  p: Params,
  config: UNetConfig,
  x: Value,
  skips: Value[],
  given: Conditioning,
  batch: number,
): Value {
  const rest = [...skips];
  const last = config.channels.length - 1;
  let y = x;
  for (let i = 0; i <= last; i++) {
    const level = last - i;
    const block = p.scope(`up_blocks.${i}`);
    const attends = config.upBlocks[i] === "CrossAttnUpBlock2D";
    for (let index = 0; index <= config.layersPerBlock[level]; index++) {
      const skip = rest.pop();
      if (!skip) throw new Error(`graph ${g.name}: the up path asks for more skip connections than there are`);
      const joined = op.concat(g, [withBatch(g, y, batch), withBatch(g, skip, batch)], 1);
      y = layer(g, block, config, joined, { level, index, attends }, given);
    }
    if (i < last) y = upsample(g, block.scope("upsamplers.0"), y);
  }
  return y;
}

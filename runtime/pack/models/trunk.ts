import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { downsample, resnetBlock } from "../blocks/resnet.ts";
import { embeddingMlp, sinusoid } from "../blocks/timestep.ts";
import { transformer2d } from "../blocks/transformer.ts";
import type { Params } from "../params.ts";
import type { TrunkConfig } from "./unet-config.ts";

/** What every block sees beside the image. */
export interface Conditioning {
  /** SiLU of the summed time and class embedding, [1 or B, 4·channels[0]]. */
  time: Value;
  /** Text tokens [B,L,D]. */
  text: Value;
}

/** Time embedding plus, where the model has one, the class embedding of the pooled text; after its activation. */
export function timeEmbedding(
  g: Graph,
  p: Params,
  config: TrunkConfig,
  timestep: Value,
  classLabels: Value | null,
): Value {
  const width = 4 * config.channels[0];
  const waves = sinusoid(g, timestep, config.channels[0], config.flipSinToCos, config.freqShift);
  let time = embeddingMlp(g, p.scope("time_embedding"), waves, width);
  if (config.classWidth) {
    if (!classLabels) throw new Error(`graph ${g.name}: the model needs class labels`);
    time = op.add(g, time, embeddingMlp(g, p.scope("class_embedding"), classLabels, width));
  }
  return op.silu(g, time);
}

/** A resnet and, in blocks that look at the text, a transformer: layer `j` of block `level`. */
export function layer(
  g: Graph,
  p: Params,
  config: TrunkConfig,
  x: Value,
  at: { level: number; index: number; attends: boolean },
  { time, text }: Conditioning,
): Value {
  const { groups, epsilon } = config;
  const out = config.channels[at.level];
  const y = resnetBlock(g, p.scope(`resnets.${at.index}`), x, out, { groups, epsilon, time });
  return at.attends ? attend(g, p.scope(`attentions.${at.index}`), config, y, at.level, text) : y;
}

function attend(g: Graph, p: Params, config: TrunkConfig, x: Value, level: number, text: Value): Value {
  return transformer2d(g, p, x, {
    groups: config.groups,
    heads: config.heads[level],
    layers: config.transformerLayers[level],
    linearProjection: config.linearProjection,
    text,
  });
}

/** The down path: returns the value after it and all skip connections, the input first. */
export function downPath(g: Graph, p: Params, config: TrunkConfig, x: Value, given: Conditioning): [Value, Value[]] {
  const skips = [x];
  let y = x;
  config.channels.forEach((_, level) => {
    const block = p.scope(`down_blocks.${level}`);
    const attends = config.downBlocks[level] === "CrossAttnDownBlock2D";
    for (let index = 0; index < config.layersPerBlock[level]; index++) {
      y = layer(g, block, config, y, { level, index, attends }, given);
      skips.push(y);
    }
    if (level < config.channels.length - 1) {
      y = downsample(g, block.scope("downsamplers.0"), y, 1);
      skips.push(y);
    }
  });
  return [y, skips];
}

/** The middle: resnet, transformer, resnet; the plain variant of ControlNets ("UNetMidBlock2D") is one resnet. */
export function midBlock(g: Graph, p: Params, config: TrunkConfig, x: Value, given: Conditioning): Value {
  const level = config.channels.length - 1;
  const block = p.scope("mid_block");
  const attends = config.midBlock === "UNetMidBlock2DCrossAttn";
  const y = layer(g, block, config, x, { level, index: 0, attends }, given);
  return attends ? layer(g, block, config, y, { level, index: 1, attends: false }, given) : y;
}

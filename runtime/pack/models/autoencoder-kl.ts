import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { conv2d, groupNorm } from "../blocks/layers.ts";
import { downsample, type ResnetOptions, resnetBlock, spatialAttention, upsample } from "../blocks/resnet.ts";
import type { Config } from "../config.ts";
import type { Params } from "../params.ts";

/** AutoencoderKL of diffusers (Stable Diffusion). */
export interface AutoencoderKlConfig {
  kind: "kl";
  imageChannels: number;
  latentChannels: number;
  /** Image pixels along one side of a latent cell. */
  factor: number;
  scalingFactor: number;
  shiftFactor: number;
  channels: number[];
  layers: number;
  groups: number;
  /** Are there 1 × 1 convolutions between the halves and the latent? */
  quant: boolean;
  postQuant: boolean;
  midAttention: boolean;
}

export function autoencoderKlConfig(c: Config): AutoencoderKlConfig {
  const channels = c.ints("block_out_channels", undefined, [64]);
  const blocks = (key: string, name: string) => {
    if (c.texts(key, channels.length, name).some((b) => b !== name)) c.only(key, name);
  };
  blocks("down_block_types", "DownEncoderBlock2D");
  blocks("up_block_types", "UpDecoderBlock2D");
  c.only("act_fn", "silu", "swish");
  return {
    kind: "kl",
    imageChannels: c.int("in_channels", 3),
    latentChannels: c.int("latent_channels", 4),
    factor: 2 ** (channels.length - 1),
    scalingFactor: c.float("scaling_factor", 0.18215),
    shiftFactor: c.float("shift_factor", 0),
    channels,
    layers: c.int("layers_per_block", 1),
    groups: c.int("norm_num_groups", 32),
    quant: c.bool("use_quant_conv", true),
    postQuant: c.bool("use_post_quant_conv", true),
    midAttention: c.bool("mid_block_add_attention", true),
  };
}

const EPSILON = 1e-6;

/** Image [B,3,H,W] in −1…1 → mean of the latent distribution [B,C,H/f,W/f], before the scaling factor. */
export function encodeKl(g: Graph, p: Params, config: AutoencoderKlConfig, image: Value): Value {
  const { channels, layers, latentChannels } = config;
  const resnet = resnetOptions(config);
  const e = p.scope("encoder");
  let y = conv2d(g, e.scope("conv_in"), image, channels[0]);
  channels.forEach((c, level) => {
    const block = e.scope(`down_blocks.${level}`);
    for (let j = 0; j < layers; j++) y = resnetBlock(g, block.scope(`resnets.${j}`), y, c, resnet);
    if (level < channels.length - 1) y = downsample(g, block.scope("downsamplers.0"), y, 0);
  });
  y = middle(g, e.scope("mid_block"), config, y);
  y = op.silu(g, groupNorm(g, e.scope("conv_norm_out"), y, config.groups, EPSILON));
  if (!config.quant) return meanConv(g, e.scope("conv_out"), y, latentChannels, 3);
  y = conv2d(g, e.scope("conv_out"), y, 2 * latentChannels);
  return meanConv(g, p.scope("quant_conv"), y, latentChannels, 1);
}

/** The last convolution makes mean and logarithm of the variance; only the mean's rows of it are computed. */
function meanConv(g: Graph, p: Params, x: Value, channels: number, kernel: number): Value {
  const weight = p("weight", [2 * channels, x.shape[1], kernel, kernel]);
  const bias = p("bias", [2 * channels]);
  return op.conv(g, x, op.slice(g, weight, 0, 0, channels), op.slice(g, bias, 0, 0, channels));
}

/** Latent [B,C,h,w], already divided by the scaling factor → image [B,3,h·f,w·f], about −1…1. */
export function decodeKl(g: Graph, p: Params, config: AutoencoderKlConfig, latent: Value): Value {
  const { channels, layers } = config;
  const resnet = resnetOptions(config);
  const d = p.scope("decoder");
  const last = channels.length - 1;
  const z = config.postQuant ? conv2d(g, p.scope("post_quant_conv"), latent, config.latentChannels, 1) : latent;
  let y = middle(g, d.scope("mid_block"), config, conv2d(g, d.scope("conv_in"), z, channels[last]));
  for (let i = 0; i <= last; i++) {
    const block = d.scope(`up_blocks.${i}`);
    for (let j = 0; j <= layers; j++) y = resnetBlock(g, block.scope(`resnets.${j}`), y, channels[last - i], resnet);
    if (i < last) y = upsample(g, block.scope("upsamplers.0"), y);
  }
  y = op.silu(g, groupNorm(g, d.scope("conv_norm_out"), y, config.groups, EPSILON));
  return conv2d(g, d.scope("conv_out"), y, config.imageChannels);
}

function middle(g: Graph, p: Params, config: AutoencoderKlConfig, x: Value): Value {
  const c = x.shape[1];
  let y = resnetBlock(g, p.scope("resnets.0"), x, c, resnetOptions(config));
  if (config.midAttention) y = spatialAttention(g, p.scope("attentions.0"), y, config.groups, EPSILON);
  return resnetBlock(g, p.scope("resnets.1"), y, c, resnetOptions(config));
}

const resnetOptions = (config: AutoencoderKlConfig): ResnetOptions => ({
  groups: config.groups,
  epsilon: EPSILON,
  time: null,
});

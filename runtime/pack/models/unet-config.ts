import type { Config } from "../config.ts";
import { PackError } from "../files.ts";

/** Side of the latents: pictures of 8,192 pixels. */
const MOST_LATENTS = 1024;

/** What UNet2DConditionModel and ControlNetModel have in common. One entry a resolution in every array. */
export interface TrunkConfig {
  inChannels: number;
  channels: number[];
  downBlocks: string[];
  midBlock: string;
  layersPerBlock: number[];
  transformerLayers: number[];
  /** Attention heads. diffusers keeps this number under the name "attention_head_dim". */
  heads: number[];
  crossAttentionWidth: number;
  groups: number;
  epsilon: number;
  linearProjection: boolean;
  flipSinToCos: boolean;
  freqShift: number;
  /** Width of what is fed as class_labels, the pooled text and perhaps the view's camera, or 0 without class embedding. */
  classWidth: number;
}

/** Numbers that tell a UNet the view's camera; see `stages/guidance/view-features.ts`. */
export const CAMERA_WIDTH = 6;

/**
 * Whether a UNet is told what is known of the view: it sees a second latent, of a normal map, beside the noisy one, and
 * its class labels end in the camera.
 */
export function seesView({ inChannels, outChannels, classWidth }: UNetConfig): boolean {
  return inChannels === 2 * outChannels && classWidth > CAMERA_WIDTH;
}

export interface UNetConfig extends TrunkConfig {
  /** Height and width of the latents. */
  sampleSize: number;
  outChannels: number;
  upBlocks: string[];
}

export interface ControlNetConfig extends TrunkConfig {
  conditionChannels: number;
  embeddingChannels: number[];
  /** The network was trained on images with red and blue exchanged. */
  reversedChannels: boolean;
}

export function unetConfig(c: Config): UNetConfig {
  const trunk = trunkConfig(c);
  c.only("mid_block_type", "UNetMidBlock2DCrossAttn");
  c.only("class_embeddings_concat", false);
  c.only("conv_in_kernel", 3);
  c.only("conv_out_kernel", 3);
  const upBlocks = c.texts("up_block_types", trunk.channels.length, UP_BLOCKS);
  known(c, "up_block_types", upBlocks, ["UpBlock2D", "CrossAttnUpBlock2D"]);
  const sampleSize = c.int("sample_size");
  if (sampleSize < 1 || sampleSize > MOST_LATENTS) {
    throw new PackError(c.file, `"sample_size" is ${sampleSize}`, `Use the model's own, ${MOST_LATENTS} at most`);
  }
  return { ...trunk, upBlocks, sampleSize, outChannels: c.int("out_channels", 4) };
}

export function controlNetConfig(c: Config): ControlNetConfig {
  const trunk = trunkConfig(c);
  c.only("global_pool_conditions", false);
  c.only("controlnet_conditioning_channel_order", "rgb", "bgr");
  known(c, "mid_block_type", [trunk.midBlock], ["UNetMidBlock2DCrossAttn", "UNetMidBlock2D"]);
  return {
    ...trunk,
    conditionChannels: c.int("conditioning_channels", 3),
    embeddingChannels: c.ints("conditioning_embedding_out_channels", undefined, [16, 32, 96, 256]),
    reversedChannels: c.text("controlnet_conditioning_channel_order", "rgb") === "bgr",
  };
}

const DOWN_BLOCKS = ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"];
const UP_BLOCKS = ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"];

function trunkConfig(c: Config): TrunkConfig {
  const channels = c.ints("block_out_channels", undefined, [320, 640, 1280, 1280]);
  const n = channels.length;
  const downBlocks = c.texts("down_block_types", n, DOWN_BLOCKS);
  known(c, "down_block_types", downBlocks, ["DownBlock2D", "CrossAttnDownBlock2D"]);
  // Each of these changes the network in a way that the builder does not know.
  for (const key of ["center_input_sample", "only_cross_attention", "dual_cross_attention"]) c.only(key, false);
  for (const key of ["num_attention_heads", "encoder_hid_dim_type", "addition_embed_type", "cross_attention_norm"]) {
    c.only(key, null);
  }
  for (const key of ["time_cond_proj_dim", "timestep_post_act", "time_embedding_act_fn", "time_embedding_dim"]) {
    c.only(key, null);
  }
  c.only("act_fn", "silu", "swish");
  c.only("downsample_padding", 1);
  c.only("mid_block_scale_factor", 1);
  c.only("resnet_time_scale_shift", "default");
  c.only("resnet_out_scale_factor", 1);
  c.only("resnet_skip_time_act", false);
  c.only("time_embedding_type", "positional");
  c.only("attention_type", "default");
  c.only("class_embed_type", null, "projection");
  c.only("num_class_embeds", null);
  return {
    inChannels: c.int("in_channels", 4),
    channels,
    downBlocks,
    midBlock: c.text("mid_block_type", "UNetMidBlock2DCrossAttn"),
    layersPerBlock: c.ints("layers_per_block", n, 2),
    transformerLayers: c.ints("transformer_layers_per_block", n, 1),
    heads: c.ints("attention_head_dim", n, 8),
    crossAttentionWidth: c.int("cross_attention_dim", 1280),
    groups: c.int("norm_num_groups", 32),
    epsilon: c.float("norm_eps", 1e-5),
    linearProjection: c.bool("use_linear_projection", false),
    flipSinToCos: c.bool("flip_sin_to_cos", true),
    freqShift: c.int("freq_shift", 0),
    classWidth: c.json["class_embed_type"] ? c.int("projection_class_embeddings_input_dim") : 0,
  };
}

function known(c: Config, key: string, values: string[], supported: string[]): void {
  for (const v of values) {
    if (supported.includes(v)) continue;
    throw new PackError(c.file, `"${key}" names ${v}; supported: ${supported.join(", ")}`, "Use another model");
  }
}

import type { Graph, Value } from "../../onnx/graph.ts";
import * as op from "../../onnx/ops/index.ts";
import { activation, conv2d, upsampleConv2d } from "../blocks/layers.ts";
import type { Config } from "../config.ts";
import type { Params } from "../params.ts";

interface Half {
  channels: number[];
  layers: number[];
}

/** AutoencoderDC of diffusers with residual blocks (no attention). */
export interface AutoencoderDcConfig {
  kind: "dc";
  imageChannels: number;
  latentChannels: number;
  /** Image pixels along one side of a latent cell. */
  factor: number;
  scalingFactor: number;
  shiftFactor: number;
  encoder: Half & { unshuffle: boolean; shortcut: boolean };
  decoder: Half & { interpolate: boolean; shortcut: boolean; norms: string[]; activations: string[]; last: string };
}

export function autoencoderDcConfig(c: Config): AutoencoderDcConfig {
  c.only("encoder_block_types", "ResBlock");
  c.only("decoder_block_types", "ResBlock");
  c.only("downsample_block_type", "pixel_unshuffle", "Conv", "conv");
  c.only("upsample_block_type", "pixel_shuffle", "interpolate");
  const half = (side: string): Half => {
    const channels = c.ints(`${side}_block_out_channels`);
    return { channels, layers: c.ints(`${side}_layers_per_block`, channels.length) };
  };
  const [encoder, decoder] = [half("encoder"), half("decoder")];
  const norms = c.texts("decoder_norm_types", decoder.channels.length, "rms_norm");
  if (norms.some((n) => n !== "rms_norm")) c.only("decoder_norm_types", "rms_norm");
  return {
    kind: "dc",
    imageChannels: c.int("in_channels", 3),
    latentChannels: c.int("latent_channels", 32),
    factor: 2 ** (encoder.channels.length - 1),
    scalingFactor: c.float("scaling_factor", 1),
    shiftFactor: 0,
    encoder: {
      ...encoder,
      unshuffle: c.text("downsample_block_type", "pixel_unshuffle") === "pixel_unshuffle",
      shortcut: c.bool("encoder_out_shortcut", true),
    },
    decoder: {
      ...decoder,
      interpolate: c.text("upsample_block_type", "pixel_shuffle") === "interpolate",
      shortcut: c.bool("decoder_in_shortcut", true),
      norms,
      activations: c.texts("decoder_act_fns", decoder.channels.length, "silu"),
      last: c.text("decoder_conv_act_fn", "relu"),
    },
  };
}

/** Image [B,3,H,W] in −1…1 → latent [B,C,H/f,W/f] as the network makes it, before the scaling factor. */
export function encodeDc(g: Graph, p: Params, config: AutoencoderDcConfig, image: Value): Value {
  const { channels, layers, unshuffle, shortcut } = config.encoder;
  const e = p.scope("encoder");
  let y =
    layers[0] > 0
      ? conv2d(g, e.scope("conv_in"), image, channels[0])
      : down(g, e.scope("conv_in"), image, channels[1], { unshuffle, shortcut: false });
  channels.forEach((c, i) => {
    const block = e.scope(`down_blocks.${i}`);
    for (let j = 0; j < layers[i]; j++) y = resBlock(g, block.scope(`${j}`), y, c, "silu");
    if (i < channels.length - 1 && layers[i] > 0) {
      y = down(g, block.scope(`${layers[i]}`), y, channels[i + 1], { unshuffle, shortcut: true });
    }
  });
  const z = conv2d(g, e.scope("conv_out"), y, config.latentChannels);
  return shortcut ? op.add(g, z, averageGroups(g, y, config.latentChannels)) : z;
}

/** Latent [B,C,h,w], already divided by the scaling factor → image [B,3,h·f,w·f], about −1…1. */
export function decodeDc(g: Graph, p: Params, config: AutoencoderDcConfig, latent: Value): Value {
  const { channels, layers, interpolate, shortcut, activations } = config.decoder;
  const d = p.scope("decoder");
  const widest = channels[channels.length - 1];
  let y = conv2d(g, d.scope("conv_in"), latent, widest);
  if (shortcut) y = op.add(g, y, op.repeatChannels(g, latent, widest / config.latentChannels));
  for (let i = channels.length - 1; i >= 0; i--) {
    const block = d.scope(`up_blocks.${i}`);
    const ups = i < channels.length - 1 && layers[i] > 0 ? 1 : 0;
    if (ups) y = up(g, block.scope("0"), y, channels[i], { interpolate, shortcut: true });
    for (let j = 0; j < layers[i]; j++) y = resBlock(g, block.scope(`${ups + j}`), y, channels[i], activations[i]);
  }
  y = activation(g, config.decoder.last, rmsNorm(g, d.scope("norm_out"), y));
  if (layers[0] > 0) return conv2d(g, d.scope("conv_out"), y, config.imageChannels);
  return up(g, d.scope("conv_out"), y, config.imageChannels, { interpolate, shortcut: false });
}

function resBlock(g: Graph, p: Params, x: Value, out: number, act: string): Value {
  const y = activation(g, act, conv2d(g, p.scope("conv1"), x, x.shape[1]));
  const z = op.conv(g, y, p("conv2.weight", [out, x.shape[1], 3, 3]), null);
  return op.add(g, rmsNorm(g, p.scope("norm"), z), x);
}

function rmsNorm(g: Graph, p: Params, x: Value): Value {
  const c = x.shape[1];
  return op.rmsNormChannels(g, x, p("weight", [c]), p("bias", [c]), 1e-5);
}

/** DCDownBlock2d: half the size; the shortcut averages groups of the unshuffled channels. */
function down(g: Graph, p: Params, x: Value, out: number, how: { unshuffle: boolean; shortcut: boolean }): Value {
  const y = how.unshuffle
    ? op.pixelUnshuffle(g, conv2d(g, p.scope("conv"), x, out / 4), 2)
    : conv2d(g, p.scope("conv"), x, out, 3, { stride: 2 });
  return how.shortcut ? op.add(g, y, averageCells(g, x, out)) : y;
}

/** averageGroups(pixelUnshuffle(x, 2), out), without building what is averaged away. */
function averageCells(g: Graph, x: Value, out: number): Value {
  const [b, c, h, w] = x.shape;
  const group = (4 * c) / out;
  if (group % 4 === 0) return averageGroups(g, op.averagePool(g, x, 2, 2), out);
  if (group !== 2) return averageGroups(g, op.pixelUnshuffle(g, x, 2), out);
  const rows = op.reshape(g, op.averagePool(g, x, 1, 2), [b, c, h / 2, 2, w / 2]);
  return op.reshape(g, op.transpose(g, rows, [0, 1, 3, 2, 4]), [b, out, h / 2, w / 2]);
}

/** DCUpBlock2d: twice the size; the shortcut repeats channels before shuffling them. */
function up(g: Graph, p: Params, x: Value, out: number, how: { interpolate: boolean; shortcut: boolean }): Value {
  const y = how.interpolate
    ? upsampleConv2d(g, p.scope("conv"), x, out)
    : op.pixelShuffle(g, conv2d(g, p.scope("conv"), x, out * 4), 2);
  if (!how.shortcut) return y;
  return op.add(g, y, op.pixelShuffle(g, op.repeatChannels(g, x, (out * 4) / x.shape[1]), 2));
}

/** Means over groups of neighbouring channels: [B,C,H,W] → [B,groups,H,W]. */
function averageGroups(g: Graph, x: Value, groups: number): Value {
  const [b, c, h, w] = x.shape;
  if (c === groups) return x;
  const grouped = op.reshape(g, x, [b, groups, c / groups, h * w]);
  return op.reshape(g, op.reduceMean(g, grouped, [2]), [b, groups, h, w]);
}

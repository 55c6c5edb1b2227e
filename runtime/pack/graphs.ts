import { addInput, addOutput, createGraph, type Graph, scalar } from "../onnx/graph.ts";
import * as op from "../onnx/ops/index.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type AutoencoderConfig, decode, encode } from "./models/autoencoder.ts";
import { type BertConfig, bert } from "./models/bert.ts";
import { type ClipConfig, clip } from "./models/clip.ts";
import { controlNet } from "./models/controlnet.ts";
import { unet } from "./models/unet.ts";
import { type ControlNetConfig, seesView, type UNetConfig } from "./models/unet-config.ts";
import { paramsOf } from "./params.ts";

export type TextConfig = BertConfig | ClipConfig;

/** A model of the pack: config, weights, and how its files are named seen from the session's folder. */
export interface Part<Config> {
  config: Config;
  checkpoint: Checkpoint;
  pathOf: (file: string) => string;
}

/** ids [1,L], mask [1,L] → hidden [1,L,D], pooled [1,D] (of CLIP: zeros would say nothing, so none). */
export function textGraph({ config, checkpoint, pathOf }: Part<TextConfig>, length: number, skip: number): Graph {
  const g = createGraph("text encoder");
  const p = paramsOf(g, checkpoint, pathOf);
  const ids = addInput(g, "ids", [1, length], "int64");
  if (config.kind === "clip") {
    addOutput(g, "hidden", clip(g, p, config, ids, skip));
    return g;
  }
  const { hidden, pooled } = bert(g, p, config, ids, addInput(g, "mask", [1, length]));
  addOutput(g, "hidden", hidden);
  addOutput(g, "pooled", pooled);
  return g;
}

export interface PredictShape {
  /** Texts evaluated together. */
  batch: number;
  /** Height and width of the latents. */
  size: number;
  /** Tokens of a text. */
  length: number;
  /** Image pixels along one side of a latent cell. */
  factor: number;
}

/**
 * UNet, and ControlNet where one is given, as one graph: latent [1,C,s,s], timestep [1], text [B,L,D], class_labels
 * [B,P] where the model has them, known [1,C,s,s] where it sees the view, condition [1,3,s·f,s·f] → output [B,C,s,s]. All texts share latent and timestep, as
 * score distillation wants it, so whatever does not depend on the text is computed once.
 */
export function predictGraph(
  net: Part<UNetConfig>,
  control: Part<ControlNetConfig> | null,
  shape: PredictShape,
): Graph {
  const { batch, size, length, factor } = shape;
  const { config } = net;
  const g = createGraph(control ? "UNet with ControlNet" : "UNet");
  const view = seesView(config);
  const latent = addInput(g, "latent", [1, view ? config.outChannels : config.inChannels, size, size]);
  const known = view ? addInput(g, "known", latent.shape) : null;
  const timestep = addInput(g, "timestep", [1]);
  const text = addInput(g, "text", [batch, length, config.crossAttentionWidth]);
  const classLabels = config.classWidth ? addInput(g, "class_labels", [batch, config.classWidth]) : null;
  const shared = { latent, timestep, text };
  let residuals = null;
  if (control) {
    const p = paramsOf(g, control.checkpoint, control.pathOf);
    const pixels = size * factor;
    const condition = addInput(g, "condition", [1, control.config.conditionChannels, pixels, pixels]);
    const labels = control.config.classWidth ? classLabels : null;
    residuals = controlNet(g, p, control.config, { ...shared, classLabels: labels, condition });
  }
  const p = paramsOf(g, net.checkpoint, net.pathOf);
  const seen = known ? op.concat(g, [latent, known], 1) : latent;
  addOutput(g, "output", unet(g, p, config, { ...shared, latent: seen, classLabels, residuals }));
  return g;
}

/** image [1,3,H,W] in −1…1 → latent [1,C,h,w], scaled as the UNet wants it. */
export function encodeGraph({ config, checkpoint, pathOf }: Part<AutoencoderConfig>, pixels: number): Graph {
  const g = createGraph("image encoder");
  const image = addInput(g, "image", [1, config.imageChannels, pixels, pixels]);
  let z = encode(g, paramsOf(g, checkpoint, pathOf), config, image);
  if (config.shiftFactor !== 0) z = op.sub(g, z, scalar(g, config.shiftFactor));
  if (config.scalingFactor !== 1) z = op.mul(g, z, scalar(g, config.scalingFactor));
  addOutput(g, "latent", z);
  return g;
}

/** latent [1,C,h,w] as the UNet sees it → image [1,3,H,W]. */
export function decodeGraph({ config, checkpoint, pathOf }: Part<AutoencoderConfig>, size: number): Graph {
  const g = createGraph("image decoder");
  let z = addInput(g, "latent", [1, config.latentChannels, size, size]);
  if (config.scalingFactor !== 1) z = op.mul(g, z, scalar(g, 1 / config.scalingFactor));
  if (config.shiftFactor !== 0) z = op.add(g, z, scalar(g, config.shiftFactor));
  addOutput(g, "image", decode(g, paramsOf(g, checkpoint, pathOf), config, z));
  return g;
}

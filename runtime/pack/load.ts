import { differentiate, INPUT_GRADIENT } from "../onnx/differentiate.ts";
import { type SessionHost, type Tensor, tensor } from "../onnx/session.ts";
import type { PackFiles } from "./files.ts";
import { decodeGraph, encodeGraph, predictGraph, textGraph } from "./graphs.ts";
import { CAMERA_WIDTH, seesView } from "./models/unet-config.ts";
import { openPack } from "./open.ts";
import type { SchedulerSettings } from "./scheduler.ts";
import { openSessions } from "./sessions.ts";
import { type UnknownWord, wordCoverage } from "./words.ts";

/** A prompt as the UNet sees it. */
export interface TextEmbedding {
  /** [windows · textLength, textWidth], zero at padding where the text encoder has a mask. */
  hidden: Float32Array;
  /** [pooledWidth], empty where the UNet takes no pooled text. */
  pooled: Float32Array;
  /** What of the prompt no longer fitted; "" where everything did. */
  dropped: string;
}

/** What is known of the view that is asked for. */
export interface KnownView {
  /** Latent [C,h,w] of a normal map; null where nothing is known of the surface. */
  normals: Float32Array | null;
  /** [6] as `viewFeatures` gives them. */
  camera: Float32Array;
}

export interface PredictRequest {
  /** Noisy latent [C,h,w], shared by all texts. */
  latent: Float32Array;
  /** 0 … num_train_timesteps − 1. */
  timestep: number;
  texts: readonly TextEmbedding[];
  /** Landmark map [3,H,W], 0 to 1; null runs the UNet without ControlNet. */
  condition: Float32Array | null;
  /** For a pack that sees the view, which cannot do without. */
  view?: KnownView | null;
}

/** An encoded image, with what the VJP needs. */
export interface EncodedImage {
  /** [C,h,w], scaled as the UNet wants it. */
  latent: Float32Array;
  saved: SavedActivations;
}

/** Activations kept between a forward pass and its VJP; opaque. */
export type SavedActivations = Readonly<Record<string, Tensor>>;

export interface PackOptions {
  /** A ControlNet in a folder of its own; default: controlnet/ of the pack. */
  controlFiles?: PackFiles | null;
  /** Last layers of a CLIP text encoder to leave out; 1 takes the penultimate. */
  clipSkip?: number;
}

export type PackPart = "text" | "predict" | "encode" | "decode";

/** A loaded model pack. Images are [3,H,W] in −1…1, everything is float32 NCHW and owned by the caller. */
export interface Pack {
  readonly scheduler: SchedulerSettings;
  readonly latentChannels: number;
  /** Height and width of the latents that the model was trained for. */
  readonly latentSize: number;
  /** Height and width of the images that belong to them. */
  readonly imageSize: number;
  readonly textLength: number;
  readonly textWidth: number;
  readonly pooledWidth: number;
  readonly hasControl: boolean;
  /** The UNet is told of the view: its camera and what is known of its surface. */
  readonly seesView: boolean;
  /**
   * One embedding a prompt, all of one length. CLIP reads a prompt beyond its length in several windows, whose states
   * the UNet attends to one after the other, and shorter prompts are filled up with empty ones; BERT drops what is over.
   */
  encodeText(prompts: readonly string[]): Promise<TextEmbedding[]>;
  /** The network's raw output [B,C,h,w]: noise or v, as scheduler.prediction_type says. */
  predict(request: PredictRequest): Promise<Float32Array>;
  encodeImage(image: Float32Array): Promise<EncodedImage>;
  /** The latent [C,h,w] alone. */
  encodeLatent(image: Float32Array): Promise<Float32Array>;
  /** Gradient [3,H,W] of Σ latent·dLatent with respect to the image; `saved` is spent. */
  encodeImageVjp(saved: SavedActivations, dLatent: Float32Array): Promise<Float32Array>;
  decodeImage(latent: Float32Array): Promise<Float32Array>;
  /** Words of the prompt that the pack does not know, with the nearest it knows. */
  unknownWords(prompt: string): UnknownWord[];
  /** Frees the sessions of one part, or all; they are made again when needed. */
  release(part?: PackPart): Promise<void>;
}

/** Reads a pack. Sessions are created when first needed, through `host`. */
export async function loadPack(host: SessionHost, files: PackFiles, options: PackOptions = {}): Promise<Pack> {
  const { folder, text, unet, control, autoencoder, tokenizer, scheduler } = await openPack(
    files,
    options.controlFiles,
  );
  const sessions = openSessions(host, folder);
  const { latentChannels, imageChannels, factor } = autoencoder.config;
  const { crossAttentionWidth: textWidth, classWidth, sampleSize, outChannels } = unet.config;
  const told = seesView(unet.config);
  const pooledWidth = told ? classWidth - CAMERA_WIDTH : classWidth;
  const length = tokenizer.length;
  const gradients = (pixels: number) => differentiate(encodeGraph(autoencoder, pixels), ["latent"], "image");
  /** Side of a square image or latent with this many numbers. */
  const side = (data: Float32Array, channels: number, what: string): number => {
    const n = Math.sqrt(data.length / channels);
    if (!Number.isInteger(n))
      throw new Error(`${what}: ${data.length} numbers are no square with ${channels} channels`);
    return n;
  };

  async function embed(prompt: string, windows: number): Promise<TextEmbedding> {
    const tokenized = tokenizer.tokenize(prompt, windows);
    const s = await sessions.get("text", "", () => textGraph(text, length, options.clipSkip ?? 0));
    const hidden: Float32Array[] = [];
    let pooled: Float32Array = new Float32Array(0);
    for (const { ids, mask } of tokenized.windows) {
      const feeds: Record<string, Tensor> = { ids: tensor(ids, [1, length]) };
      if (text.config.kind === "bert") feeds.mask = tensor(mask, [1, length]);
      const outputs = await s.run(feeds);
      hidden.push(outputs.hidden.data as Float32Array);
      if (pooledWidth) pooled = outputs.pooled.data as Float32Array;
    }
    return { hidden: joined(hidden), pooled, dropped: tokenized.dropped };
  }

  async function encodeImage(image: Float32Array): Promise<EncodedImage> {
    const pixels = side(image, imageChannels, "image");
    const s = await sessions.get("encode", `${pixels}`, () => gradients(pixels).forward, ["latent"]);
    const { latent, ...saved } = await s.run({ image: tensor(image, [1, imageChannels, pixels, pixels]) });
    return { latent: latent.data as Float32Array, saved };
  }

  return {
    scheduler,
    latentChannels,
    latentSize: sampleSize,
    imageSize: sampleSize * factor,
    textLength: length,
    textWidth,
    pooledWidth,
    hasControl: control !== null,
    seesView: told,
    async encodeText(prompts) {
      const windows = text.config.kind === "clip" ? Math.max(1, ...prompts.map(tokenizer.windowsOf)) : 1;
      const embeddings: TextEmbedding[] = [];
      for (const prompt of prompts) embeddings.push(await embed(prompt, windows));
      return embeddings;
    },
    async predict({ latent, timestep, texts, condition, view }) {
      const batch = texts.length;
      const size = side(latent, latentChannels, "latent");
      if (condition && !control) throw new Error("this pack has no ControlNet: predict without a condition");
      const part = condition ? control : null;
      const tokens = texts[0].hidden.length / textWidth;
      const shape = { batch, size, length: tokens, factor };
      const key = `${batch} ${size} ${tokens} ${part !== null}`;
      const s = await sessions.get("predict", key, () => predictGraph(unet, part, shape));
      const feeds: Record<string, Tensor> = {
        latent: tensor(latent, [1, latentChannels, size, size]),
        timestep: tensor(Float32Array.of(timestep), [1]),
        text: tensor(joined(texts.map((t) => t.hidden)), [batch, tokens, textWidth]),
      };
      if (told) {
        if (!view) throw new Error("this pack sees the view: predict with one");
        feeds.known = tensor(view.normals ?? new Float32Array(latent.length), [1, latentChannels, size, size]);
      }
      if (classWidth) {
        const labels = texts.flatMap(({ pooled }) => (told && view ? [pooled, view.camera] : [pooled]));
        feeds.class_labels = tensor(joined(labels), [batch, classWidth]);
      }
      if (condition) {
        const pixels = size * factor;
        feeds.condition = tensor(condition, [1, part?.config.conditionChannels ?? 3, pixels, pixels]);
      }
      const { output } = await s.run(feeds);
      if (output.data.length !== batch * outChannels * size * size) throw new Error("predict: odd output size");
      return output.data as Float32Array;
    },
    encodeImage,
    async encodeLatent(image) {
      const { latent, saved } = await encodeImage(image);
      spend(saved);
      return latent;
    },
    async encodeImageVjp(saved, dLatent) {
      const size = side(dLatent, latentChannels, "gradient");
      const s = await sessions.get("encode backward", `${size}`, () => gradients(size * factor).backward);
      const gradient_latent = tensor(dLatent, [1, latentChannels, size, size]);
      const outputs = await s.run({ ...saved, gradient_latent });
      spend(saved);
      return outputs[INPUT_GRADIENT].data as Float32Array;
    },
    async decodeImage(latent) {
      const size = side(latent, latentChannels, "latent");
      const s = await sessions.get("decode", `${size}`, () => decodeGraph(autoencoder, size));
      const { image } = await s.run({ latent: tensor(latent, [1, latentChannels, size, size]) });
      return image.data as Float32Array;
    },
    unknownWords: (prompt) => wordCoverage(tokenizer, prompt),
    release: sessions.release,
  };
}

/** Frees what lies on a device. */
function spend(saved: SavedActivations): void {
  for (const { held } of Object.values(saved)) held?.dispose();
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((n, a) => n + a.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

import { openCheckpoint } from "./checkpoint.ts";
import { openConfig } from "./config.ts";
import { PackError, type PackFiles } from "./files.ts";
import { decodeGraph, encodeGraph, type Part, predictGraph, type TextConfig, textGraph } from "./graphs.ts";
import { type AutoencoderConfig, autoencoderConfig } from "./models/autoencoder.ts";
import { bertConfig } from "./models/bert.ts";
import { clipConfig } from "./models/clip.ts";
import {
  CAMERA_WIDTH,
  type ControlNetConfig,
  controlNetConfig,
  seesView,
  type UNetConfig,
  unetConfig,
} from "./models/unet-config.ts";
import { readScheduler, type SchedulerSettings } from "./scheduler.ts";
import { openTokenizer, type TextTokenizer } from "./tokenizer.ts";

/** A pack that was read and checked: every tensor that the configs imply is there. Nothing has been loaded into memory. */
export interface OpenedPack {
  /** Folder that the parts' weights are relative to. */
  folder: string;
  text: Part<TextConfig>;
  unet: Part<UNetConfig>;
  control: Part<ControlNetConfig> | null;
  autoencoder: Part<AutoencoderConfig>;
  tokenizer: TextTokenizer;
  scheduler: SchedulerSettings;
}

/**
 * Opens a folder in diffusers layout: model_index.json, unet/, vae/, text_encoder/, tokenizer/, scheduler/ and either
 * controlnet/ inside it or a ControlNet's own folder `controlFiles` (config.json and weights).
 */
export async function openPack(files: PackFiles, controlFiles: PackFiles | null = null): Promise<OpenedPack> {
  const folder = controlFiles ? commonFolder(files.root, controlFiles.root) : files.root;
  const part = async <T>(from: PackFiles, name: string, read: (c: Awaited<ReturnType<typeof openConfig>>) => T) => {
    const prefix = below(folder, from.root);
    const config = read(await openConfig(from, name ? `${name}/config.json` : "config.json"));
    const checkpoint = await openCheckpoint(from, name);
    return { config, checkpoint, pathOf: (file: string) => prefix + file };
  };
  const unet = await part(files, "unet", unetConfig);
  const autoencoder = await part(files, "vae", autoencoderConfig);
  const text = await part(files, "text_encoder", (c): TextConfig => {
    const model = c.texts("architectures")[0];
    if (model === "BertModel") return bertConfig(c);
    if (model === "CLIPTextModel") return clipConfig(c);
    throw new PackError(c.file, `the text encoder is a ${model}`, "CLIPTextModel and BertModel can be used");
  });
  const inside = controlFiles === null && (await files.exists("controlnet/config.json"));
  const control = controlFiles
    ? await part(controlFiles, "", controlNetConfig).catch((error) => {
        throw placed(error, controlFiles.root);
      })
    : inside
      ? await part(files, "controlnet", controlNetConfig)
      : null;
  checkFit(unet.config, autoencoder.config, text.config, control?.config ?? null);
  const tokenizer = await openTokenizer(
    files,
    "tokenizer",
    text.config.kind === "clip" ? text.config.positions : undefined,
  );
  const pack = { folder, text, unet, control, autoencoder, tokenizer, scheduler: await readScheduler(files) };
  checkTensors(pack);
  return pack;
}

/** Builds every graph once, so that a tensor that is missing or misshapen is found now and not in the middle of a job. */
function checkTensors({ text, unet, control, autoencoder, tokenizer }: OpenedPack): void {
  const { length } = tokenizer;
  const { sampleSize: size } = unet.config;
  const { factor } = autoencoder.config;
  textGraph(text, length, 0);
  predictGraph(unet, control, { batch: 1, size, length, factor });
  encodeGraph(autoencoder, size * factor);
  decodeGraph(autoencoder, size);
}

/** An error about a file at the top of a folder, with that folder in front: there are two, and both hold weights. */
function placed(error: unknown, folder: string): unknown {
  if (error instanceof PackError) error.message = `${folder}/${error.message}`;
  return error;
}

const SAME_FAMILY = "Take all parts from one model family";

function checkFit(u: UNetConfig, a: AutoencoderConfig, t: TextConfig, c: ControlNetConfig | null): void {
  const demand = (file: string, what: string, found: unknown, wanted: unknown) => {
    if (String(found) === String(wanted)) return;
    throw new PackError(file, `${what} is ${found}, the UNet wants ${wanted}`, SAME_FAMILY);
  };
  const view = seesView(u);
  const latentChannels = view ? u.outChannels : u.inChannels;
  demand("vae/config.json", "latent_channels", a.latentChannels, latentChannels);
  demand("text_encoder/config.json", "hidden_size", t.width, u.crossAttentionWidth);
  if (u.classWidth)
    demand(
      "text_encoder/config.json",
      "width of the pooled text",
      t.kind === "bert" ? t.width : 0,
      u.classWidth - (view ? CAMERA_WIDTH : 0),
    );
  if (!c) return;
  const file = "controlnet config.json";
  demand(file, "block_out_channels", c.channels, u.channels);
  demand(file, "layers_per_block", c.layersPerBlock, u.layersPerBlock);
  demand(file, "in_channels", c.inChannels, latentChannels);
  if (c.downBlocks.some((b) => b.startsWith("CrossAttn"))) {
    demand(file, "cross_attention_dim", c.crossAttentionWidth, u.crossAttentionWidth);
  }
  demand(file, "size of the condition over that of the latents", 2 ** (c.embeddingChannels.length - 1), a.factor);
}

/** The deepest folder that holds both absolute paths. */
export function commonFolder(a: string, b: string): string {
  const [x, y] = [a.split(/[/\\]/), b.split(/[/\\]/)];
  let n = 0;
  while (n < x.length && n < y.length && x[n] === y[n]) n++;
  if (n === 0) throw new PackError(b, `lies on another volume than ${a}`, "Keep all parts of a pack on one volume");
  return x.slice(0, n).join("/") || "/";
}

function below(folder: string, root: string): string {
  const rest = root
    .slice(folder.length)
    .replace(/\\/g, "/")
    .replace(/^\/+|\/+$/g, "");
  return rest ? `${rest}/` : "";
}

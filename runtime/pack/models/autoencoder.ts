import type { Graph, Value } from "../../onnx/graph.ts";
import type { Config } from "../config.ts";
import { PackError } from "../files.ts";
import type { Params } from "../params.ts";
import { type AutoencoderDcConfig, autoencoderDcConfig, decodeDc, encodeDc } from "./autoencoder-dc.ts";
import { type AutoencoderKlConfig, autoencoderKlConfig, decodeKl, encodeKl } from "./autoencoder-kl.ts";

export type AutoencoderConfig = AutoencoderDcConfig | AutoencoderKlConfig;

export function autoencoderConfig(c: Config): AutoencoderConfig {
  const name = c.text("_class_name");
  if (name === "AutoencoderDC") return autoencoderDcConfig(c);
  if (name === "AutoencoderKL") return autoencoderKlConfig(c);
  throw new PackError(c.file, `the autoencoder is a ${name}`, "AutoencoderKL and AutoencoderDC can be used");
}

/** Image [B,3,H,W] in −1…1 → latent [B,C,h,w] before scaling (of AutoencoderKL: the mean). */
export const encode = (g: Graph, p: Params, config: AutoencoderConfig, image: Value): Value =>
  config.kind === "dc" ? encodeDc(g, p, config, image) : encodeKl(g, p, config, image);

/** Latent [B,C,h,w] without scaling → image [B,3,H,W], about −1…1. */
export const decode = (g: Graph, p: Params, config: AutoencoderConfig, latent: Value): Value =>
  config.kind === "dc" ? decodeDc(g, p, config, latent) : decodeKl(g, p, config, latent);

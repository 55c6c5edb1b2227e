import { addInput, addOutput, createGraph, type Graph, weightFiles } from "../onnx/graph.ts";
import * as op from "../onnx/ops/index.ts";
import { serialize } from "../onnx/serialize.ts";
import { type SessionHost, tensor } from "../onnx/session.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { type Config, configOf, type Json, openConfig } from "./config.ts";
import { PackError, type PackFiles } from "./files.ts";
import { type ClipConfig, clip, clipConfig } from "./models/clip.ts";
import { type ClipVisionConfig, clipVision, clipVisionConfig } from "./models/clip-vision.ts";
import { paramsOf } from "./params.ts";
import { openTokenizer } from "./tokenizer.ts";

/** A CLIP model with both towers. Embeddings are unit vectors: their dot product is the CLIP score. */
export interface ClipScorer {
  /** Side of the pictures in pixels. */
  readonly size: number;
  /** e.g. "B/32": width class and patch size of the vision tower. */
  readonly name: string;
  embedText(text: string): Promise<Float32Array>;
  /** Picture [3,size,size] in 0..1, rows from the top. */
  embedPicture(picture: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Mean and deviation of the pictures that OpenAI's CLIP models were trained with, by channel. */
const MEAN = [0.48145466, 0.4578275, 0.40821073];
const DEVIATION = [0.26862954, 0.26130258, 0.27577711];

/** Widths of the published vision towers. */
const CLASSES: Readonly<Record<number, string>> = { 768: "B", 1024: "L", 1280: "H" };

/**
 * Opens a CLIPModel folder of transformers: config.json with text_config and vision_config, model.safetensors, and the
 * tokenizer's files. Throws PackError where something is missing or does not fit. Radford et al. 2021, figure 3.
 */
export async function openClipScorer(host: SessionHost, files: PackFiles): Promise<ClipScorer> {
  const config = await openConfig(files, "config.json");
  const text = clipConfig(section(config, "text_config"));
  const vision = clipVisionConfig(section(config, "vision_config"));
  const width = config.int("projection_dim", 512);
  const checkpoint = await openCheckpoint(files, "");
  const tokenizer = await openTokenizer(files, ".", text.positions);
  const open = (graph: Graph) =>
    host.createSession(serialize(graph), { folder: files.root, label: graph.name, weights: weightFiles(graph) });
  const words = await open(textTower(checkpoint, text, width));
  const pictures = await open(visionTower(checkpoint, vision, width));
  return {
    size: vision.size,
    name: `${CLASSES[vision.width] ?? vision.width}/${vision.patch}`,
    async embedText(prompt) {
      // As transformers: what does not fit into one window is left out.
      const [{ ids, mask }] = tokenizer.tokenize(prompt).windows;
      const last = mask.lastIndexOf(1);
      const feeds = { ids: tensor(ids, [1, ids.length]), last: tensor(BigInt64Array.of(BigInt(last)), [1]) };
      return unit((await words.run(feeds)).embedding.data as Float32Array);
    },
    async embedPicture(picture) {
      const plane = vision.size ** 2;
      const x = picture.map((v, i) => (v - MEAN[Math.floor(i / plane)]) / DEVIATION[Math.floor(i / plane)]);
      const feeds = { picture: tensor(x, [1, 3, vision.size, vision.size]) };
      return unit((await pictures.run(feeds)).embedding.data as Float32Array);
    },
    async release() {
      await words.release();
      await pictures.release();
    },
  };
}

/** Cosine of the angle between two embeddings. */
export const clipScore = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);

function section(config: Config, key: string): Config {
  const json = config.json[key];
  if (typeof json === "object" && json !== null) return configOf(`${config.file} ${key}`, json as Json);
  throw new PackError(config.file, `"${key}" is missing`, "Give the folder of a CLIPModel, with both of its towers");
}

/** ids [1,L], place of the closing token [1] → embedding [1,P]. */
function textTower(checkpoint: Checkpoint, config: ClipConfig, width: number): Graph {
  const g = createGraph("CLIP text tower");
  const p = paramsOf(g, checkpoint);
  const hidden = clip(g, p, config, addInput(g, "ids", [1, config.positions], "int64"));
  const last = addInput(g, "last", [1], "int64");
  const closing = op.reshape(g, op.gather(g, hidden, last, 1), [1, config.width]);
  addOutput(g, "embedding", op.linear(g, closing, p("text_projection.weight", [width, config.width])));
  return g;
}

/** picture [1,3,S,S] → embedding [1,P]. */
function visionTower(checkpoint: Checkpoint, config: ClipVisionConfig, width: number): Graph {
  const g = createGraph("CLIP vision tower");
  const p = paramsOf(g, checkpoint);
  const token = clipVision(
    g,
    p.scope("vision_model"),
    config,
    addInput(g, "picture", [1, 3, config.size, config.size]),
  );
  addOutput(g, "embedding", op.linear(g, token, p("visual_projection.weight", [width, config.width])));
  return g;
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}

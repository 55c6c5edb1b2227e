import { readFileSync } from "node:fs";
import { ortHost } from "../../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../../runtime/host/node/pack-files.ts";
import { addInput, addOutput, createGraph } from "../../../runtime/onnx/graph.ts";
import * as op from "../../../runtime/onnx/ops/index.ts";
import { serialize } from "../../../runtime/onnx/serialize.ts";
import { tensor } from "../../../runtime/onnx/session.ts";
import { paramsOf } from "../../../runtime/pack/params.ts";
import { readSafetensors } from "../../../runtime/pack/safetensors.ts";

const FOLDER = import.meta.dirname;
const WEIGHTS = "classifier.safetensors";

/** classifier.json, as train_classifier.py writes it. */
export interface ClassifierInfo {
  /** Side of a picture in pixels. */
  size: number;
  channels: number[];
  /** Classes of each attribute, in the order of the outputs. */
  attributes: Record<string, string[]>;
  /** Attributes that are looked up only where the azimuth is at most `faceVisible` degrees. */
  facial: string[];
  faceVisible: number;
  /** Accuracy on held-out renders: what a perfect head would score. */
  ceiling: Record<string, { accuracy: number; identities: number }>;
  /** The same on renders of the other generator, of identities that were not learnt from. */
  renders: Record<string, { accuracy: number; identities: number }>;
  /** Heads drawn and rendered that were learnt from, and those of the ceiling. */
  identities: { drawn: number; rendered: number; test: number };
  /** Logits of a picture of waves, by PyTorch. */
  check: number[];
}

export const INFO: ClassifierInfo = JSON.parse(readFileSync(`${FOLDER}/classifier.json`, "utf8"));

/** A picture [size,size,3] in 0..1 and the azimuth that it was taken from. */
export interface View {
  azimuth: number;
  rgb: Float32Array;
}

/** The classifier of train_classifier.py as a graph of the engine's. */
export async function openClassifier(threads = 0) {
  const files = await packFolder(FOLDER);
  const { size, channels, attributes, facial, faceVisible } = INFO;
  const g = createGraph("classifier");
  const p = paramsOf(g, { label: "classifier", tensors: await readSafetensors(files, WEIGHTS) });
  let x = addInput(g, "picture", [1, 3, size, size]);
  for (const [i, width] of channels.entries()) {
    const [kernel, stride] = i === 0 ? [5, 3] : [3, 2];
    const weight = p(`convs.${i}.weight`, [width, x.shape[1], kernel, kernel]);
    x = op.relu(g, op.conv(g, x, weight, p(`convs.${i}.bias`, [width]), { stride }));
  }
  const classes = Object.values(attributes).reduce((n, list) => n + list.length, 0);
  const [, width, rows] = x.shape;
  const means = op.reshape(g, op.reduceMean(g, x, [3], false), [1, width * rows]);
  addOutput(g, "logits", op.linear(g, means, p("head.weight", [classes, width * rows]), p("head.bias", [classes])));
  const session = await ortHost({ threads }).createSession(serialize(g), { folder: files.root, label: g.name });

  /** Of a picture [size,size,3] in 0..1. */
  async function logits(rgb: Float32Array): Promise<Float32Array> {
    const plane = size * size;
    const picture = Float32Array.from(rgb, (_, i) => rgb[3 * (i % plane) + Math.floor(i / plane)]);
    const found = await session.run({ picture: tensor(picture, [1, 3, size, size]) });
    return found.logits.data as Float32Array;
  }

  /** Log-probability of each class of each attribute, the mean over the views that show it. */
  async function scores(views: readonly View[]): Promise<Record<string, Record<string, number>>> {
    const sums = new Float64Array(classes);
    const counts = new Float64Array(classes);
    for (const { azimuth, rgb } of views) {
      const found = await logits(rgb);
      let at = 0;
      for (const [name, list] of Object.entries(attributes)) {
        const part = found.subarray(at, at + list.length);
        const total = Math.log(part.reduce((sum, v) => sum + Math.exp(v), 0));
        const seen = !facial.includes(name) || Math.abs(azimuth) <= faceVisible;
        for (const [k, v] of part.entries()) {
          if (!seen) continue;
          sums[at + k] += v - total;
          counts[at + k]++;
        }
        at += list.length;
      }
    }
    let at = 0;
    const named = Object.entries(attributes).map(([name, list]) => [
      name,
      Object.fromEntries(list.map((label) => [label, sums[at] / counts[at++]])),
    ]);
    return Object.fromEntries(named);
  }

  /** The likeliest class of each attribute over all views. */
  async function classify(views: readonly View[]): Promise<Record<string, string>> {
    const found = Object.entries(await scores(views)).map(([name, list]) => [
      name,
      Object.keys(list).reduce((best, label) => (list[label] > list[best] ? label : best)),
    ]);
    return Object.fromEntries(found);
  }

  return { logits, scores, classify, release: () => session.release() };
}

export type Classifier = Awaited<ReturnType<typeof openClassifier>>;

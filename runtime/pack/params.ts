import { type ExternalData, externalWeight, type Graph, type Value } from "../onnx/graph.ts";
import * as op from "../onnx/ops/index.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { PackError } from "./files.ts";
import type { TensorEntry } from "./safetensors.ts";

/** The weights of a model (or of one of its blocks) as values of a graph. Names are diffusers'. */
export interface Params {
  /** A weight as float32; its shape must be the one that the config implies. */
  (name: string, shape: readonly number[]): Value;
  /** Rows of an embedding table [count, width] for int64 ids; an int8 table is widened after the look-up. */
  rows(name: string, shape: readonly [number, number], ids: Value): Value;
  has(name: string): boolean;
  /** The weights under "prefix." */
  scope(prefix: string): Params;
}

/** dtypes that a graph can take from the file as they are. BF16 is none of them: few providers compute with it. */
const GRAPH_DTYPES = { F32: "float32", F16: "float16", I8: "int8" } as const;

/**
 * Weights of `checkpoint` for the graph `g`, each one stored in the graph once and left where it lies in its file.
 * F16 is widened to float32; I8 "X" is multiplied by the F32 "X_scale", one number a row. ONNX Runtime does both
 * while it loads. `pathOf` gives a file's path relative to the session's folder.
 */
export function paramsOf(g: Graph, checkpoint: Checkpoint, pathOf = (file: string) => file): Params {
  const raws = new Map<string, Value>();
  const wholes = new Map<string, Value>();

  const find = (name: string, shape: readonly number[]): TensorEntry => {
    const entry = checkpoint.tensors.get(name);
    if (!entry) {
      const file = checkpoint.tensors.values().next().value?.file ?? checkpoint.label;
      throw new PackError(pathOf(file), `tensor "${name}" [${shape}] is missing`, FITS);
    }
    if (entry.shape.length !== shape.length || entry.shape.some((n, i) => n !== shape[i])) {
      const problem = `tensor "${name}" has the shape [${entry.shape}], the config implies [${shape}]`;
      throw new PackError(pathOf(entry.file), problem, FITS);
    }
    return entry;
  };
  const raw = (entry: TensorEntry): Value => {
    const known = raws.get(entry.name);
    if (known) return known;
    const dtype = GRAPH_DTYPES[entry.dtype as keyof typeof GRAPH_DTYPES];
    if (!dtype) {
      const problem = `tensor "${entry.name}" is ${entry.dtype}; F32, F16 and scaled I8 can be used`;
      throw new PackError(pathOf(entry.file), problem, "Save the model in one of these types");
    }
    const data: ExternalData = { file: pathOf(entry.file), offset: entry.offset, length: entry.length };
    const value = externalWeight(g, entry.shape, dtype, data);
    raws.set(entry.name, value);
    return value;
  };
  const scaleOf = (entry: TensorEntry): Value => raw(find(`${entry.name}_scale`, [entry.shape[0]]));

  const make = (prefix: string): Params => {
    const weight = (name: string, shape: readonly number[]): Value => {
      const entry = find(prefix + name, shape);
      const known = wholes.get(entry.name);
      if (known) return known;
      let value = op.cast(g, raw(entry), "float32");
      if (entry.dtype === "I8") {
        const column = op.reshape(g, scaleOf(entry), [shape[0], ...shape.slice(1).map(() => 1)]);
        value = op.mul(g, value, column);
      }
      wholes.set(entry.name, value);
      return value;
    };
    const rows = (name: string, shape: readonly [number, number], ids: Value): Value => {
      const entry = find(prefix + name, shape);
      const picked = op.cast(g, op.gather(g, raw(entry), ids), "float32");
      if (entry.dtype !== "I8") return picked;
      const scales = op.gather(g, scaleOf(entry), ids);
      return op.mul(g, picked, op.reshape(g, scales, [...ids.shape, 1]));
    };
    return Object.assign(weight, {
      rows,
      has: (name: string) => checkpoint.tensors.has(prefix + name),
      scope: (inner: string) => make(`${prefix}${inner}.`),
    });
  };
  return make("");
}

const FITS = "Weights and config.json must come from the same model";

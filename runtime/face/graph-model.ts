/** A node of a TensorFlow graph, with the part of tensorflow/core/framework/attr_value.proto that is read. */
export interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, TfAttribute>>;
}

export interface TfAttribute {
  readonly i?: string | number;
  readonly b?: boolean;
  /** Base64. */
  readonly s?: string;
  readonly type?: string;
  readonly list?: { readonly i?: readonly (string | number)[]; readonly s?: readonly string[] };
  readonly shape?: { readonly dim: readonly { readonly size: string | number }[] };
}

/** A constant of the model: where its numbers lie in the weights file, and the numbers themselves where they are integers. */
export interface TfConstant {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "float16" | "int32" | "int8";
  readonly offset: number;
  readonly length: number;
  readonly ints: readonly number[] | null;
}

export interface GraphModel {
  readonly nodes: readonly TfNode[];
  readonly constants: ReadonlyMap<string, TfConstant>;
}

interface ManifestEntry {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string };
}

const BYTES = { float32: 4, float16: 2, int32: 4, int8: 1 } as const;

/**
 * Reads a TensorFlow.js graph model with one weights file: `gzipped` is its model.json in gzip, `weights` the bytes of
 * that file. An int8 weight "X" is to be multiplied by the weight "X_scale". Throws where a weight has a type that is not
 * read here, or the manifest and the file disagree in length.
 */
export async function readGraphModel(label: string, gzipped: Uint8Array, weights: Uint8Array): Promise<GraphModel> {
  const text = new Blob([gzipped as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  const model = (await new Response(text).json()) as {
    modelTopology: { node: TfNode[] };
    weightsManifest: { weights: ManifestEntry[] }[];
  };
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  const constants = new Map<string, TfConstant>();
  let offset = 0;
  for (const entry of model.weightsManifest.flatMap((group) => group.weights)) {
    const dtype = (entry.quantization?.dtype ?? entry.dtype) as TfConstant["dtype"];
    if (!(dtype in BYTES)) throw new Error(`${label}: weight "${entry.name}" is ${dtype}, which is not read here`);
    const count = entry.shape.reduce((a, b) => a * b, 1);
    const [at, length] = [offset, count * BYTES[dtype]];
    offset += length;
    if (offset > weights.length) break;
    const ints = dtype === "int32" ? Array.from({ length: count }, (_, i) => view.getInt32(at + 4 * i, true)) : null;
    constants.set(entry.name, { shape: entry.shape, dtype, offset: at, length, ints });
  }
  if (offset !== weights.length) {
    throw new Error(`${label}: the manifest describes ${offset} bytes or more, the weights file has ${weights.length}`);
  }
  return { nodes: model.modelTopology.node, constants };
}

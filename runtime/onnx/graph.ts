/**
 * A typed ONNX graph under construction. Every value carries its static shape, so a wrong graph fails while it is
 * built, with names, and never inside the runtime.
 */

export type DType = "float32" | "float16" | "int64" | "int32" | "int8" | "bool";

/** A tensor in a graph. `shape` is static; a scalar has the shape []. */
export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** Attribute of a node, tagged with its ONNX type. */
export type Attribute = { int: number } | { float: number } | { ints: readonly number[] } | { string: string };

export interface Node {
  readonly op: string;
  /** "" is ai.onnx, "com.microsoft" the contributed operators of ONNX Runtime. */
  readonly domain: string;
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Bytes of a weight inside a file: `file` is relative to the folder that the session is created with. */
export interface ExternalData {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

export interface Initializer {
  readonly value: Value;
  readonly data: Uint8Array | ExternalData;
}

export interface Graph {
  readonly name: string;
  readonly inputs: Value[];
  readonly outputs: { name: string; value: Value }[];
  readonly nodes: Node[];
  readonly initializers: Map<string, Initializer>;
  /** The node that makes a value, by the value's name. */
  readonly producers: Map<string, Node>;
  /** Small constants already present, by content, so that each is stored once. */
  readonly constants: Map<string, Value>;
  /** Names handed out so far. */
  count: number;
}

export function createGraph(name: string): Graph {
  return {
    name,
    inputs: [],
    outputs: [],
    nodes: [],
    initializers: new Map(),
    producers: new Map(),
    constants: new Map(),
    count: 0,
  };
}

export function addInput(g: Graph, name: string, shape: readonly number[], dtype: DType = "float32"): Value {
  if (g.inputs.some((v) => v.name === name)) throw new Error(`graph ${g.name}: two inputs are named "${name}"`);
  const value = { name, dtype, shape: [...shape] };
  g.inputs.push(value);
  return value;
}

/** Declares `value` an output of the graph under `name`. */
export function addOutput(g: Graph, name: string, value: Value): void {
  if (g.outputs.some((o) => o.name === name)) throw new Error(`graph ${g.name}: two outputs are named "${name}"`);
  g.outputs.push({ name, value });
}

/** A fresh value that no node makes yet; for the operators' own use. */
export function fresh(g: Graph, shape: readonly number[], dtype: DType = "float32"): Value {
  return { name: `v${g.count++}`, dtype, shape: [...shape] };
}

export interface EmitOptions {
  attributes?: Record<string, Attribute>;
  domain?: string;
  dtype?: DType;
}

/** Adds a node with one output of the given shape and returns that output. */
export function emit(
  g: Graph,
  op: string,
  inputs: readonly (Value | null)[],
  shape: readonly number[],
  options: EmitOptions = {},
): Value {
  const dtype = options.dtype ?? inputs[0]?.dtype ?? "float32";
  return emitAll(g, op, inputs, [{ shape, dtype }], options)[0];
}

/** Adds a node with several outputs. */
export function emitAll(
  g: Graph,
  op: string,
  inputs: readonly (Value | null)[],
  results: readonly { shape: readonly number[]; dtype: DType }[],
  options: EmitOptions = {},
): Value[] {
  for (const { shape } of results) {
    if (shape.some((n) => !Number.isInteger(n) || n < 1)) {
      const seen = inputs.map((v) => (v ? `[${v.shape}]` : "-")).join(", ");
      throw new Error(`graph ${g.name}: ${op} of ${seen} would have the shape [${shape}]`);
    }
  }
  const outputs = results.map((r) => fresh(g, r.shape, r.dtype));
  const node = { op, domain: options.domain ?? "", inputs, outputs, attributes: options.attributes ?? {} };
  g.nodes.push(node);
  for (const v of outputs) g.producers.set(v.name, node);
  return outputs;
}

/** A weight that stays where it is, inside a file. */
export function externalWeight(g: Graph, shape: readonly number[], dtype: DType, data: ExternalData): Value {
  const value = { name: `w${g.count++}`, dtype, shape: [...shape] };
  g.initializers.set(value.name, { value, data });
  return value;
}

/** A constant stored inside the model. Equal small constants are shared. */
export function constant(g: Graph, data: Float32Array | BigInt64Array, shape: readonly number[]): Value {
  const dtype: DType = data instanceof Float32Array ? "float32" : "int64";
  const size = shape.reduce((a, b) => a * b, 1);
  if (size !== data.length) throw new Error(`graph ${g.name}: ${data.length} numbers cannot fill [${shape}]`);
  const key = data.length <= 64 ? `${dtype}[${shape}]${data.join()}` : "";
  const known = g.constants.get(key);
  if (known) return known;
  const value = { name: `c${g.count++}`, dtype, shape: [...shape] };
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  g.initializers.set(value.name, { value, data: bytes });
  if (key) g.constants.set(key, value);
  return value;
}

/** A float constant of shape []. */
export const scalar = (g: Graph, x: number): Value => constant(g, Float32Array.of(x), []);

/** An int64 vector, as operators want for shapes and axes. */
export const int64s = (g: Graph, xs: readonly number[]): Value =>
  constant(
    g,
    BigInt64Array.from(xs, (x) => BigInt(x)),
    [xs.length],
  );

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Files that the graph's weights lie in, each once. */
export function weightFiles(g: Graph): string[] {
  const files = [...g.initializers.values()].flatMap(({ data }) => (data instanceof Uint8Array ? [] : [data.file]));
  return [...new Set(files)];
}

import type { Attribute, Graph, Initializer, Node, Value } from "./graph.ts";
import { ATTRIBUTE_TYPES, DATA_TYPES, IR_VERSION, ModelProto, OPSET } from "./schema.ts";

/**
 * Bytes of an ONNX ModelProto. Only what the outputs need is written; weights stay in their files as external data.
 * The bytes depend on the order in which the graph was built and on nothing else.
 */
export function serialize(g: Graph): Uint8Array {
  const live = liveNodes(g);
  const names = outputNames(g);
  const rename = (v: Value | null): string => (v ? (names.get(v.name) ?? v.name) : "");
  const used = new Set<string>();
  for (const node of live) for (const v of node.inputs) if (v) used.add(v.name);
  for (const { value } of g.outputs) used.add(value.name);

  const nodes = live.map((node) => ({
    name: node.outputs[0].name,
    opType: node.op,
    domain: node.domain,
    input: node.inputs.map(rename),
    output: trimmed(
      node.outputs.map((v, i) => (i === 0 || used.has(v.name) || !OPTIONAL_RESULTS.has(node.op) ? rename(v) : "")),
    ),
    attribute: Object.entries(node.attributes).map(([name, a]) => attribute(name, a)),
  }));
  // An output that is an input, a weight, or an output already under another name gets a node of its own.
  for (const { name, value } of g.outputs) {
    if (names.get(value.name) === name) continue;
    nodes.push({ name, opType: "Identity", domain: "", input: [rename(value)], output: [name], attribute: [] });
  }
  return ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: "babylon-headartist",
    opsetImport: [
      { domain: "", version: OPSET },
      { domain: "com.microsoft", version: 1 },
    ],
    graph: {
      name: g.name,
      node: nodes,
      initializer: [...g.initializers.values()].filter((t) => used.has(t.value.name)).map(tensor),
      input: g.inputs.map((v) => valueInfo(v.name, v)),
      output: g.outputs.map((o) => valueInfo(o.name, o.value)),
    },
  }).finish() as Uint8Array;
}

/** Nodes that an output depends on, in the order of building. */
export function liveNodes(g: Graph): Node[] {
  const needed = new Set<Node>();
  const pending = g.outputs.map((o) => o.value);
  for (let v = pending.pop(); v; v = pending.pop()) {
    const node = g.producers.get(v.name);
    if (!node || needed.has(node)) continue;
    needed.add(node);
    for (const input of node.inputs) if (input) pending.push(input);
  }
  return g.nodes.filter((n) => needed.has(n));
}

/** Operators whose results after the first may be left out. */
const OPTIONAL_RESULTS = new Set(["LayerNormalization"]);

/** Without the empty names at the end: optional results that nobody asks for. */
function trimmed(names: string[]): string[] {
  while (names[names.length - 1] === "") names.pop();
  return names;
}

function outputNames(g: Graph): Map<string, string> {
  const names = new Map<string, string>();
  for (const { name, value } of g.outputs) {
    if (g.producers.has(value.name) && !names.has(value.name)) names.set(value.name, name);
  }
  return names;
}

function attribute(name: string, a: Attribute): object {
  if ("int" in a) return { name, i: a.int, type: ATTRIBUTE_TYPES.int };
  if ("float" in a) return { name, f: a.float, type: ATTRIBUTE_TYPES.float };
  if ("ints" in a) return { name, ints: a.ints, type: ATTRIBUTE_TYPES.ints };
  return { name, s: new TextEncoder().encode(a.string), type: ATTRIBUTE_TYPES.string };
}

function tensor({ value, data }: Initializer): object {
  const head = { name: value.name, dims: value.shape, dataType: DATA_TYPES[value.dtype] };
  if (data instanceof Uint8Array) return { ...head, rawData: data };
  const entries = { location: data.file, offset: data.offset, length: data.length };
  const externalData = Object.entries(entries).map(([key, v]) => ({ key, value: String(v) }));
  return { ...head, externalData, dataLocation: 1 };
}

function valueInfo(name: string, v: Value): object {
  const shape = { dim: v.shape.map((n) => ({ dimValue: n })) };
  return { name, type: { tensorType: { elemType: DATA_TYPES[v.dtype], shape } } };
}

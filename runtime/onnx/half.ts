import { addOutput, createGraph, emit, fresh, type Graph, type Initializer, type Node, type Value } from "./graph.ts";
import { DATA_TYPES } from "./schema.ts";
import { liveNodes } from "./serialize.ts";

/** Operators that lose too much in half precision, and so what feeds them: the angles of timesteps reach a thousand. */
const EXACT = new Set(["Sin", "Cos"]);
/** Results that stay float32 beside half-precision inputs: LayerNormalization's statistics. */
const FLOAT_RESULTS: Record<string, readonly number[]> = { LayerNormalization: [1, 2] };
/** Inputs that ONNX wants as float32 whatever the data: Resize's scales. */
const FLOAT_INPUTS: Record<string, readonly number[]> = { Resize: [2] };

const LARGEST_HALF = 65504;

/**
 * The same graph computing in float16. Inputs and outputs keep their types; float16 weights are used as they lie in
 * their files. Values that outgrow float16 become infinite: whoever runs the graph has to look at what comes out.
 */
export function halved(graph: Graph): Graph {
  const g: Graph = { ...createGraph(graph.name), inputs: [...graph.inputs], count: graph.count };
  const exact = exactNodes(graph);
  const halves = new Map<string, Value>();
  const wholes = new Map<string, Value>();
  for (const v of graph.inputs) wholes.set(v.name, v);
  for (const [name, initializer] of graph.initializers) {
    g.initializers.set(name, initializer);
    (initializer.value.dtype === "float16" ? halves : wholes).set(name, initializer.value);
  }
  const cast = (v: Value, dtype: "float16" | "float32") =>
    emit(g, "Cast", [v], v.shape, { dtype, attributes: { to: { int: DATA_TYPES[dtype] } } });
  /** A value in one precision, converted where it so far exists in the other; other types pass. */
  const as = (v: Value, dtype: "float16" | "float32"): Value => {
    if (v.dtype !== "float32" && v.dtype !== "float16") return v;
    const [own, other] = dtype === "float16" ? [halves, wholes] : [wholes, halves];
    const known = own.get(v.name);
    if (known) return known;
    const source = other.get(v.name);
    if (!source) throw new Error(`graph ${graph.name}: nothing makes the value ${v.name}`);
    const small = dtype === "float16" ? g.initializers.get(source.name) : undefined;
    const made = small && small.data instanceof Uint8Array ? halfConstant(g, small) : cast(source, dtype);
    own.set(v.name, made);
    return made;
  };
  for (const node of liveNodes(graph)) {
    const keep = exact.has(node);
    if (node.op === "Cast" && node.outputs[0].dtype === "float32" && !keep) {
      const [from] = node.inputs as [Value];
      const half = from.dtype === "float16" || from.dtype === "float32" ? as(from, "float16") : cast(from, "float16");
      halves.set(node.outputs[0].name, half);
      continue;
    }
    const inputs = node.inputs.map(
      (v, i) => v && as(v, keep || FLOAT_INPUTS[node.op]?.includes(i) ? "float32" : "float16"),
    );
    const outputs = node.outputs.map((v, i): Value => {
      const whole = keep || v.dtype !== "float32" || (FLOAT_RESULTS[node.op]?.includes(i) ?? false);
      const out: Value = whole ? v : { ...v, dtype: "float16" };
      (whole ? wholes : halves).set(v.name, out);
      return out;
    });
    const twin: Node = { ...node, inputs, outputs };
    g.nodes.push(twin);
    for (const v of outputs) g.producers.set(v.name, twin);
  }
  for (const { name, value } of graph.outputs) addOutput(g, name, as(value, "float32"));
  return g;
}

/** Nodes that an exact operator needs, itself among them. */
function exactNodes(graph: Graph): Set<Node> {
  const found = new Set<Node>();
  const pending = graph.nodes.filter((node) => EXACT.has(node.op));
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    for (const v of node.inputs) {
      const maker = v && graph.producers.get(v.name);
      if (maker) pending.push(maker);
    }
  }
  return found;
}

/** A float32 constant of the graph, in float16; beyond its range, the largest it has. */
function halfConstant(g: Graph, { value, data }: Initializer): Value {
  const bytes = (data as Uint8Array).slice();
  const numbers = new Float32Array(bytes.buffer);
  const half = fresh(g, value.shape, "float16");
  g.initializers.set(half.name, { value: half, data: new Uint8Array(Uint16Array.from(numbers, halfBits).buffer) });
  return half;
}

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE 754 binary16 of a number, rounded to nearest even and clamped to the finite range. */
export function halfBits(x: number): number {
  const clamped = Math.min(LARGEST_HALF, Math.max(-LARGEST_HALF, x));
  scratch.setFloat32(0, clamped);
  const word = scratch.getUint32(0);
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 127;
  const magnitude = Math.abs(Math.fround(clamped));
  // Below 2^−14 the spacing is constant, 2^−24; above, a float32 mantissa loses its last 13 bits.
  if (exponent < -14) return sign | roundEven(magnitude * 2 ** 24);
  const unit = 2 ** (exponent - 10);
  return sign + ((exponent + 14) << 10) + roundEven(magnitude / unit);
}

function roundEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
}

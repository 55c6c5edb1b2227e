import { type DType, type Graph, type Node, sizeOf, type Value } from "./graph.ts";
import { liveNodes } from "./serialize.ts";

const BYTES: Record<DType, number> = { float32: 4, float16: 2, int64: 8, int32: 4, int8: 1, bool: 1 };

/** Operators that lay out no new tensor: a view of their first input. */
const VIEWS = new Set(["Reshape", "Identity"]);

/** What a session of a graph takes, in bytes. */
export interface MemoryNeed {
  /** Weights and constants as they are computed with: a float16 file widened to float32 counts twice its size. */
  weights: number;
  /** Most activations alive at once when nodes run in the order of building. */
  activations: number;
}

/** Counts a graph's memory from its static shapes; the runtime's own work space is not in it. */
export function memoryNeed(graph: Graph): MemoryNeed {
  const { nodes, weights } = fold(graph);
  return { weights: [...weights.values()].reduce((a, b) => a + b, 0), activations: peak(graph, nodes, weights) };
}

/**
 * The nodes that run, and the bytes of the constants they read. Nodes that depend on weights alone are not among them:
 * the runtime replaces them by their results when a session is made.
 */
function fold(graph: Graph): { nodes: Node[]; weights: Map<string, number> } {
  const constants = new Map([...graph.initializers.values()].map(({ value }) => [value.name, bytesOf(value)]));
  const nodes = liveNodes(graph).filter(({ inputs, outputs }) => {
    const folded = inputs.every((v) => !v || constants.has(v.name));
    if (folded) for (const v of outputs) constants.set(v.name, bytesOf(v));
    return !folded;
  });
  const read = new Set([...nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.map(({ value }) => value)]);
  const names = new Set([...read].map((v) => v?.name));
  return { nodes, weights: new Map([...constants].filter(([name]) => names.has(name))) };
}

function peak(graph: Graph, nodes: readonly Node[], weights: ReadonlyMap<string, number>): number {
  const roots = new Map<string, string>();
  const rootOf = ({ name }: Value) => roots.get(name) ?? name;
  const lastUse = new Map<string, number>();
  nodes.forEach(({ op, inputs, outputs }, i) => {
    if (VIEWS.has(op) && inputs[0]) roots.set(outputs[0].name, rootOf(inputs[0]));
    for (const v of inputs) if (v) lastUse.set(rootOf(v), i);
  });
  for (const { value } of graph.outputs) lastUse.set(rootOf(value), nodes.length);
  const freed = new Float64Array(nodes.length + 1);
  let [alive, most] = [0, 0];
  const lay = (v: Value) => {
    const last = lastUse.get(v.name);
    if (last === undefined || weights.has(v.name) || rootOf(v) !== v.name) return;
    alive += bytesOf(v);
    freed[last] += bytesOf(v);
  };
  graph.inputs.forEach(lay);
  nodes.forEach(({ outputs }, i) => {
    outputs.forEach(lay);
    most = Math.max(most, alive);
    alive -= freed[i];
  });
  return most;
}

function bytesOf({ dtype, shape }: Value): number {
  return BYTES[dtype] * sizeOf(shape);
}

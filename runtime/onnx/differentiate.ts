import { addInput, addOutput, createGraph, type Graph, type Node, type Value } from "./graph.ts";
import { add } from "./ops/arithmetic.ts";
import { liveNodes } from "./serialize.ts";
import { VJPS } from "./vjp/index.ts";
import type { VjpContext } from "./vjp/types.ts";

/** A vector-Jacobian product split into two graphs, so that the forward pass runs once. */
export interface Differentiated {
  /** The graph itself; beside its own outputs it hands out the activations in `saved`. */
  forward: Graph;
  /** Inputs: the saved activations, and "gradient_X" for every output X. Output: INPUT_GRADIENT. */
  backward: Graph;
  /** Names of the forward graph's extra outputs, which are the backward graph's inputs. */
  saved: string[];
}

/** Name of the backward graph's output. */
export const INPUT_GRADIENT = "input_gradient";

/**
 * Reverse-mode differentiation of the graph's outputs named `outputs` (together: a vector for each) with respect to
 * its input named `input`. Throws where a node on the way has no rule.
 */
export function differentiate(graph: Graph, outputs: readonly string[], input: string): Differentiated {
  const source = graph.inputs.find((v) => v.name === input);
  if (!source) throw new Error(`graph ${graph.name} has no input "${input}"`);

  const nodes = liveNodes(graph);
  const active = new Set([source.name]);
  const varying = new Set(graph.inputs.map((v) => v.name));
  for (const node of nodes) {
    if (node.inputs.some((v) => v && active.has(v.name))) for (const v of node.outputs) active.add(v.name);
    if (node.inputs.some((v) => v && varying.has(v.name))) for (const v of node.outputs) varying.add(v.name);
  }

  const back = createGraph(`${graph.name} backward`);
  const saved = new Map<string, { from: Value; to: Value }>();
  const gradients = new Map<string, Value>();
  const accumulate = (v: Value, d: Value) => {
    const sum = gradients.get(v.name);
    gradients.set(v.name, sum ? add(back, sum, d) : d);
  };
  for (const name of outputs) {
    const value = graph.outputs.find((o) => o.name === name)?.value;
    if (!value) throw new Error(`graph ${graph.name} has no output "${name}"`);
    accumulate(value, addInput(back, `gradient_${name}`, value.shape, value.dtype));
  }
  const context: VjpContext = {
    g: back,
    active: (v) => v !== null && active.has(v.name),
    forward(v) {
      if (!varying.has(v.name)) return adopt(back, graph, v);
      const known = saved.get(v.name);
      if (known) return known.to;
      const to = addInput(back, `saved_${v.name}`, v.shape, v.dtype);
      saved.set(v.name, { from: v, to });
      return to;
    },
  };
  for (const node of nodes.reverse()) {
    const arriving = node.outputs.map((v) => gradients.get(v.name) ?? null);
    if (arriving.every((d) => d === null) || !node.inputs.some((v) => context.active(v))) continue;
    const rule = VJPS[node.op];
    if (!rule) throw new Error(`graph ${graph.name}: no gradient rule for ${node.op}`);
    rule(context, node, arriving).forEach((d, i) => {
      const v = node.inputs[i];
      if (d && v && active.has(v.name)) accumulate(v, d);
    });
  }
  const total = gradients.get(source.name);
  if (!total) throw new Error(`graph ${graph.name}: its outputs do not depend on the input "${input}"`);
  addOutput(back, INPUT_GRADIENT, total);

  const forward: Graph = { ...graph, outputs: [...graph.outputs] };
  for (const { from, to } of saved.values()) addOutput(forward, to.name, from);
  return { forward, backward: back, saved: [...saved.values()].map(({ to }) => to.name) };
}

/** Copies a value that depends on weights and constants alone, with whatever makes it, into another graph. */
function adopt(to: Graph, from: Graph, v: Value): Value {
  const name = `f_${v.name}`;
  const copy: Value = { ...v, name };
  if (to.initializers.has(name) || to.producers.has(name)) return copy;
  const initializer = from.initializers.get(v.name);
  if (initializer) {
    to.initializers.set(name, { ...initializer, value: copy });
    return copy;
  }
  const node = from.producers.get(v.name);
  if (!node) throw new Error(`graph ${from.name}: nothing makes the value ${v.name}`);
  const inputs = node.inputs.map((x) => (x ? adopt(to, from, x) : null));
  const outputs = node.outputs.map((x) => ({ ...x, name: `f_${x.name}` }));
  const twin: Node = { ...node, inputs, outputs };
  to.nodes.push(twin);
  for (const x of outputs) to.producers.set(x.name, twin);
  return copy;
}

import type { Graph, Value } from "../onnx/graph.ts";
import type { TfAttribute } from "./graph-model.ts";

/** What an operation sees of its node. */
export interface Context {
  readonly g: Graph;
  readonly attr: Readonly<Record<string, TfAttribute>>;
  /** An input as a tensor. */
  value(input: number): Value;
  /** An input that must be a constant of integers: a shape, axes, indices. */
  ints(input: number): readonly number[];
  readonly inputs: number;
}

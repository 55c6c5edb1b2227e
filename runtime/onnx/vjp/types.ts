import type { Graph, Node, Value } from "../graph.ts";

/** What a VJP rule works with: it writes into the backward graph `g`. */
export interface VjpContext {
  readonly g: Graph;
  /** A value of the forward pass, made available in the backward graph (a weight as itself, else saved). */
  forward(v: Value): Value;
  /** Does the loss depend on the input through this value? Gradients of others need not be computed. */
  active(v: Value | null): boolean;
}

/**
 * The gradients of a node's inputs from those of its outputs (null: no gradient arrives there). Entries that are
 * inactive may be null.
 */
export type Vjp = (c: VjpContext, node: Node, gradients: readonly (Value | null)[]) => (Value | null)[];

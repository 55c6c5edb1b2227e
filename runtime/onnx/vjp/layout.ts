import { type Node, scalar, sizeOf } from "../graph.ts";
import * as op from "../ops/index.ts";
import type { Vjp } from "./types.ts";

const numbers = (node: Node, name: string): readonly number[] => {
  const a = node.attributes[name];
  return a && "ints" in a ? a.ints : [];
};
const number = (node: Node, name: string): number => {
  const a = node.attributes[name];
  return a && "int" in a ? a.int : 0;
};

const reshape: Vjp = ({ g }, { inputs: [x] }, [d]) => [op.reshape(g, d!, x!.shape)];

const transpose: Vjp = ({ g }, node, [d]) => {
  const perm = numbers(node, "perm");
  return [
    op.transpose(
      g,
      d!,
      perm.map((_, i) => perm.indexOf(i)),
    ),
  ];
};

const concat: Vjp = ({ g }, node, [d]) => {
  const axis = number(node, "axis");
  return op.split(
    g,
    d!,
    node.inputs.map((v) => v!.shape[axis]),
    axis,
  );
};

const split: Vjp = ({ g }, node, gradients) => {
  const parts = gradients.map((d, i) => d ?? op.expand(g, scalar(g, 0), node.outputs[i].shape));
  return [op.concat(g, parts, number(node, "axis"))];
};

const expand: Vjp = ({ g }, { inputs: [x] }, [d]) => [
  op.reshape(g, op.reduceSum(g, d!, op.broadcastAxes(x!.shape, d!.shape)), x!.shape),
];

const depthToSpace: Vjp = ({ g }, node, [d]) => [op.spaceToDepth(g, d!, number(node, "blocksize"))];

const averagePool: Vjp = ({ g }, node, [d]) => {
  const [kh, kw] = numbers(node, "kernel_shape");
  return [op.upsampleNearest(g, op.mul(g, d!, scalar(g, 1 / (kh * kw))), kh, kw)];
};

/** Nearest upsampling copies each pixel into a cell: its gradient sums over the cell. */
const resize: Vjp = ({ g }, { inputs: [x] }, [d]) => {
  const [, , h, w] = x!.shape;
  const [fy, fx] = [d!.shape[2] / h, d!.shape[3] / w];
  return [op.mul(g, op.averagePool(g, d!, fy, fx), scalar(g, fy * fx))];
};

/** The gradient of a sum or mean (reduced axes kept as 1) is the same number for every element of it. */
const spread =
  (mean: boolean): Vjp =>
  ({ g }, { inputs: [x], outputs: [y] }, [d]) => {
    const count = sizeOf(x!.shape) / sizeOf(y.shape);
    return [op.expand(g, mean ? op.mul(g, d!, scalar(g, 1 / count)) : d!, x!.shape)];
  };

const identity: Vjp = (_, __, [d]) => [d];

const cast: Vjp = ({ g }, { inputs: [x] }, [d]) => [op.cast(g, d!, x!.dtype)];

export const LAYOUT: Record<string, Vjp> = {
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Expand: expand,
  DepthToSpace: depthToSpace,
  AveragePool: averagePool,
  Resize: resize,
  ReduceMean: spread(true),
  ReduceSum: spread(false),
  Identity: identity,
  Cast: cast,
};

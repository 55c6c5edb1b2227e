import {
  addInput,
  addOutput,
  constant,
  createGraph,
  externalWeight,
  type Graph,
  scalar,
  type Value,
} from "../onnx/graph.ts";
import * as op from "../onnx/ops/index.ts";
import type { Context } from "./convert-context.ts";
import { convolve, convolveDepthwise, poolMax } from "./convert-windows.ts";
import type { GraphModel, TfNode } from "./graph-model.ts";

type Operation = (c: Context) => Value;

/**
 * The TensorFlow.js graph `model` as an ONNX graph, operation by operation, in TensorFlow's own NHWC order (the runtime
 * moves the transpositions around the convolutions together and drops most of them). Weights stay in `weightsFile`.
 * `outputs` names the nodes that become outputs. Throws on an operation that is not known, naming it.
 */
export function convertGraphModel(
  label: string,
  model: GraphModel,
  weightsFile: string,
  outputs: readonly string[],
): Graph {
  const g = createGraph(label);
  const values = new Map<string, Value>();
  const find = (input: string): Value => {
    const name = nodeName(input);
    const known = values.get(name) ?? weight(g, model, name, weightsFile);
    values.set(name, known);
    return known;
  };
  for (const node of model.nodes) {
    if (node.op === "Const") continue;
    values.set(node.name, node.op === "Placeholder" ? placeholder(g, node) : convertNode(g, model, node, find));
  }
  for (const name of outputs) addOutput(g, name, find(name));
  return g;
}

/** "name:0" and "^name" name the node "name". */
const nodeName = (input: string): string => input.replace(/^\^/, "").replace(/:0$/, "");

function placeholder(g: Graph, node: TfNode): Value {
  const dimensions = node.attr?.shape?.shape?.dim ?? [];
  // A batch of unknown size is one picture.
  return addInput(
    g,
    node.name,
    dimensions.map(({ size }) => Math.max(1, Number(size))),
  );
}

function weight(g: Graph, model: GraphModel, name: string, file: string): Value {
  const data = model.constants.get(name);
  if (!data) throw new Error(`${g.name}: no node and no weight is named "${name}"`);
  if (data.ints) return constant(g, BigInt64Array.from(data.ints, BigInt), data.shape);
  const { shape, dtype, offset, length } = data;
  const widened = op.cast(g, externalWeight(g, shape, dtype, { file, offset, length }), "float32");
  return dtype === "int8" ? op.mul(g, widened, weight(g, model, `${name}_scale`, file)) : widened;
}

function convertNode(g: Graph, model: GraphModel, node: TfNode, find: (input: string) => Value): Value {
  const operation = OPERATIONS[node.op];
  if (!operation) throw new Error(`${g.name}: operation ${node.op} of node "${node.name}" is not known`);
  const inputs = node.input ?? [];
  return operation({
    g,
    attr: node.attr ?? {},
    inputs: inputs.length,
    value: (i) => find(inputs[i]),
    ints(i) {
      const { ints } = model.constants.get(nodeName(inputs[i])) ?? {};
      if (!ints) throw new Error(`${g.name}: input ${i} of node "${node.name}" is no constant of integers`);
      return ints;
    },
  });
}

const unary =
  (f: (g: Graph, x: Value) => Value): Operation =>
  ({ g, value }) =>
    f(g, value(0));
const binary =
  (f: (g: Graph, a: Value, b: Value) => Value): Operation =>
  ({ g, value }) =>
    f(g, value(0), value(1));
const reduction =
  (f: (g: Graph, x: Value, axes: readonly number[], keep: boolean) => Value): Operation =>
  ({ g, value, ints, attr }) => {
    const x = value(0);
    return f(
      g,
      x,
      ints(1).map((a) => (a < 0 ? a + x.shape.length : a)),
      attr.keep_dims?.b === true,
    );
  };

const addAll: Operation = ({ g, value, inputs }) => {
  let sum = value(0);
  for (let i = 1; i < inputs; i++) sum = op.add(g, sum, value(i));
  return sum;
};

const concat: Operation = ({ g, value, ints, inputs }) => {
  const xs = Array.from({ length: inputs - 1 }, (_, i) => value(i));
  const [axis] = ints(inputs - 1);
  return op.concat(g, xs, axis < 0 ? axis + xs[0].shape.length : axis);
};

const pad: Operation = ({ g, value, ints }) => {
  const pairs = ints(1);
  const side = (which: number) => pairs.filter((_, i) => i % 2 === which);
  return op.pad(g, value(0), side(0), side(1));
};

const matMul: Operation = ({ g, value, attr }) => {
  const oriented = (x: Value, turned?: boolean) => {
    const axes = x.shape.map((_, i) => i);
    return turned ? op.transpose(g, x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]) : x;
  };
  return op.matMul(g, oriented(value(0), attr.adj_x?.b), oriented(value(1), attr.adj_y?.b));
};

/** Begin, end and stride of each axis; bit i of a mask frees or drops axis i (tf.strided_slice). */
const stridedSlice: Operation = ({ g, value, ints, attr }) => {
  const x = value(0);
  const [begin, end, step] = [ints(1), ints(2), ints(3)];
  const bit = (mask: string, axis: number) => ((Number(attr[mask]?.i ?? 0) >> axis) & 1) === 1;
  if (["ellipsis_mask", "new_axis_mask"].some((mask) => Number(attr[mask]?.i ?? 0) !== 0)) {
    throw new Error(`${g.name}: a strided slice with an ellipsis or a new axis is not known`);
  }
  const within = (i: number, size: number) => Math.min(Math.max(i < 0 ? i + size : i, 0), size);
  let y = x;
  for (const [axis, first] of begin.entries()) {
    const size = x.shape[axis];
    const dropped = bit("shrink_axis_mask", axis);
    const from = !dropped && bit("begin_mask", axis) ? 0 : within(first, size);
    const to = dropped ? from + 1 : bit("end_mask", axis) ? size : within(end[axis], size);
    if (from !== 0 || to !== size || step[axis] !== 1) y = op.slice(g, y, axis, from, to, step[axis]);
  }
  const kept = y.shape.filter((_, axis) => !(axis < begin.length && bit("shrink_axis_mask", axis)));
  return op.reshape(g, y, kept);
};

const OPERATIONS: Readonly<Record<string, Operation>> = {
  Identity: ({ value }) => value(0),
  Relu: unary(op.relu),
  Floor: unary(op.floor),
  Square: unary((g, x) => op.mul(g, x, x)),
  Rsqrt: unary((g, x) => op.div(g, scalar(g, 1), op.sqrt(g, x))),
  AddV2: binary(op.add),
  Sub: binary(op.sub),
  Mul: binary(op.mul),
  Minimum: binary(op.minimum),
  Maximum: binary(op.maximum),
  Prelu: binary(op.prelu),
  GatherNd: binary(op.gatherNd),
  Min: reduction(op.reduceMin),
  Max: reduction(op.reduceMax),
  Sum: reduction(op.reduceSum),
  Prod: reduction(op.reduceProd),
  AddN: addAll,
  ConcatV2: concat,
  Pad: pad,
  BatchMatMulV2: matMul,
  StridedSlice: stridedSlice,
  Reshape: ({ g, value, ints }) => op.reshape(g, value(0), ints(1)),
  Transpose: ({ g, value, ints }) => op.transpose(g, value(0), ints(1)),
  GatherV2: ({ g, value, ints }) => op.gather(g, value(0), value(1), ints(2)[0]),
  // Integers are 64 bits wide here, as ONNX wants its indices.
  Cast: ({ g, value, attr }) => op.cast(g, value(0), attr.DstT?.type === "DT_INT32" ? "int64" : "float32"),
  Conv2D: convolve,
  _FusedConv2D: convolve,
  DepthwiseConv2dNative: convolveDepthwise,
  MaxPool: poolMax,
};

import { emit, type Node, type Value } from "../graph.ts";
import * as op from "../ops/index.ts";
import type { Vjp, VjpContext } from "./types.ts";

const numbers = (node: Node, name: string): readonly number[] => {
  const a = node.attributes[name];
  if (!a || !("ints" in a)) throw new Error(`${node.op} without ${name}`);
  return a.ints;
};

/**
 * The gradient of a convolution with respect to its image. With stride 1 it is again a convolution, by the
 * flipped kernel with inputs and outputs exchanged (ONNX Runtime prepares that weight while loading, and its
 * convolution is several times faster than its ConvTranspose). Other strides take ConvTranspose.
 */
const conv: Vjp = (c, node, [d]) => {
  const [x, weight] = node.inputs;
  if (node.attributes.group) throw new Error("the gradient of a grouped convolution is not known");
  const [stride] = numbers(node, "strides");
  const pads = numbers(node, "pads") as readonly [number, number, number, number];
  const w = c.forward(weight!);
  return [stride === 1 ? flipped(c, d!, w, pads) : transposed(c, d!, w, x!, stride, pads)];
};

type Pads = readonly [number, number, number, number];

function flipped({ g }: VjpContext, d: Value, weight: Value, [top, left, bottom, right]: Pads): Value {
  const [, , kh, kw] = weight.shape;
  const turned = kh * kw === 1 ? weight : op.flip(g, op.flip(g, weight, 2), 3);
  const pad: Pads = [kh - 1 - top, kw - 1 - left, kh - 1 - bottom, kw - 1 - right];
  return op.conv(g, d, op.transpose(g, turned, [1, 0, 2, 3]), null, { pad });
}

function transposed({ g }: VjpContext, d: Value, weight: Value, x: Value, stride: number, pads: Pads): Value {
  const [, , kh, kw] = weight.shape;
  const missing = (size: number, out: number, k: number, pad: number) => size - ((out - 1) * stride + k - pad);
  const extra = [
    missing(x.shape[2], d.shape[2], kh, pads[0] + pads[2]),
    missing(x.shape[3], d.shape[3], kw, pads[1] + pads[3]),
  ];
  return emit(g, "ConvTranspose", [d, weight], x.shape, {
    attributes: {
      kernel_shape: { ints: [kh, kw] },
      strides: { ints: [stride, stride] },
      pads: { ints: pads },
      output_padding: { ints: extra },
    },
  });
}

export const CONV: Record<string, Vjp> = { Conv: conv };

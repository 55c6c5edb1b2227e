import type { Value } from "../onnx/graph.ts";
import * as op from "../onnx/ops/index.ts";
import type { Context } from "./convert-context.ts";
import type { TfAttribute } from "./graph-model.ts";

type Attributes = Readonly<Record<string, TfAttribute>>;

/** Conv2D of an NHWC image by a filter [kh,kw,in,out], and _FusedConv2D, which adds a bias and may clip at zero. */
export const convolve = (c: Context): Value => convolution(c, [3, 2, 0, 1], 1);

/** DepthwiseConv2dNative of an NHWC image: each channel by its own kernel of [kh,kw,channels,1]. */
export const convolveDepthwise = (c: Context): Value => convolution(c, [2, 3, 0, 1], c.value(0).shape[3]);

function convolution({ g, value, attr, inputs }: Context, order: readonly number[], groups: number): Value {
  const x = op.transpose(g, value(0), TO_NCHW);
  const [kh, kw] = value(1).shape;
  const weight = op.transpose(g, value(1), order);
  const stride = strideOf(attr);
  const pad = padOf(attr, x, [kh, kw], stride);
  const y = op.conv(g, x, weight, inputs > 2 ? value(2) : null, { stride, pad, groups });
  const fused = (attr.fused_ops?.list?.s ?? []).map((s) => atob(s)).filter((name) => name !== "BiasAdd");
  const unknown = fused.find((name) => name !== "Relu");
  if (unknown) throw new Error(`${g.name}: a convolution fused with ${unknown} is not known`);
  return op.transpose(g, fused.length > 0 ? op.relu(g, y) : y, TO_NHWC);
}

/** MaxPool of an NHWC image. */
export function poolMax({ g, value, attr }: Context): Value {
  const x = op.transpose(g, value(0), TO_NCHW);
  const [, kh, kw] = integers(attr, "ksize");
  const stride = strideOf(attr);
  const y = op.maxPool(g, x, kh, kw, { stride, pad: padOf(attr, x, [kh, kw], stride) });
  return op.transpose(g, y, TO_NHWC);
}

const TO_NCHW = [0, 3, 1, 2];
const TO_NHWC = [0, 2, 3, 1];

const integers = (attr: Attributes, name: string): number[] => (attr[name]?.list?.i ?? []).map(Number);

function strideOf(attr: Attributes): number {
  const [, sy, sx] = integers(attr, "strides");
  if (sy !== sx) throw new Error(`strides of ${sy} and ${sx} pixels in one convolution are not known`);
  return sy;
}

/** SAME: as many outputs as ⌈size / stride⌉, the odd zero after the image. VALID: no zeros. */
function padOf(attr: Attributes, x: Value, kernel: [number, number], stride: number): [number, number, number, number] {
  if (atob(attr.padding?.s ?? "") !== "SAME") return [0, 0, 0, 0];
  const [vertical, horizontal] = kernel.map((k, i) => {
    const size = x.shape[2 + i];
    return Math.max((Math.ceil(size / stride) - 1) * stride + k - size, 0);
  });
  const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)];
  return [top, left, vertical - top, horizontal - left];
}

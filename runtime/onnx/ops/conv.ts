import type { Graph, Value } from "../graph.ts";
import { emit } from "../graph.ts";

export interface ConvOptions {
  stride?: number;
  /** Zeros around the image: one number, or [top, left, bottom, right]. Default: half the kernel ("same"). */
  pad?: number | readonly [number, number, number, number];
}

/** 2-D convolution of [B,C,H,W] by weight [O,C,kh,kw]. */
export function conv(g: Graph, x: Value, weight: Value, bias: Value | null, options: ConvOptions = {}): Value {
  const [b, c, h, w] = x.shape;
  const [o, i, kh, kw] = weight.shape;
  if (c !== i) throw new Error(`graph ${g.name}: convolution of [${x.shape}] by a weight [${weight.shape}]`);
  const stride = options.stride ?? 1;
  const pad = options.pad ?? Math.floor(kh / 2);
  const [top, left, bottom, right] = typeof pad === "number" ? [pad, pad, pad, pad] : pad;
  const height = Math.floor((h + top + bottom - kh) / stride) + 1;
  const width = Math.floor((w + left + right - kw) / stride) + 1;
  return emit(g, "Conv", bias ? [x, weight, bias] : [x, weight], [b, o, height, width], {
    attributes: {
      kernel_shape: { ints: [kh, kw] },
      strides: { ints: [stride, stride] },
      pads: { ints: [top, left, bottom, right] },
    },
  });
}

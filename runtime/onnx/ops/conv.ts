import type { Graph, Value } from "../graph.ts";
import { constant, emit } from "../graph.ts";
import { concat, depthToSpace, transpose } from "./layout.ts";
import { matMul } from "./linear.ts";

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

/**
 * Nearest upsampling × 2, then a 3 × 3 convolution padded by 1, without the enlarged image: each of the four pixels
 * of a cell sees 2 × 2 source pixels, so it is a 2 × 2 convolution of the small image by sums of the kernel's rows and
 * columns. 16 instead of 36 products a pixel; half the time.
 */
export function upsampleConv(g: Graph, x: Value, weight: Value, bias: Value): Value {
  const sums = [
    constant(g, Float32Array.of(1, 0, 0, 0, 1, 1), [2, 3]),
    constant(g, Float32Array.of(1, 1, 0, 0, 0, 1), [2, 3]),
  ];
  const parts: Value[] = [];
  for (const dy of [0, 1]) {
    const rows = matMul(g, sums[dy], weight);
    for (const dx of [0, 1]) {
      const kernel = matMul(g, rows, transpose(g, sums[dx], [1, 0]));
      parts.push(conv(g, x, kernel, bias, { pad: [1 - dy, 1 - dx, dy, dx] }));
    }
  }
  return depthToSpace(g, concat(g, parts, 1), 2);
}

import type { Graph, Value } from "../graph.ts";
import { constant, emit, scalar } from "../graph.ts";
import { cast } from "./arithmetic.ts";
import { concat, depthToSpace, expand, transpose } from "./layout.ts";
import { matMul } from "./linear.ts";

export interface ConvOptions {
  stride?: number;
  /** Zeros around the image: one number, or [top, left, bottom, right]. Default: half the kernel ("same"). */
  pad?: number | readonly [number, number, number, number];
  /** Groups of channels that see only each other; as many as channels makes the convolution depthwise. */
  groups?: number;
}

/**
 * 2-D convolution of [B,C,H,W] by weight [O,C/groups,kh,kw]. Two kinds get zeros beside their numbers, since ONNX Runtime's WebGPU has
 * them wrong: it takes 6, 9, 15 … channels into a multiple of four by three, and reads others than it means (its issue 29651); and a
 * kernel as large as the image is taken for one without padding where there is some below or to the right alone.
 */
export function conv(g: Graph, x: Value, weight: Value, bias: Value | null, options: ConvOptions = {}): Value {
  const [b, c, h, w] = x.shape;
  const [o, i, kh, kw] = weight.shape;
  const { stride = 1, groups = 1 } = options;
  if (c !== i * groups) {
    const among = groups === 1 ? "" : ` in ${groups} groups`;
    throw new Error(`graph ${g.name}: convolution of [${x.shape}] by a weight [${weight.shape}]${among}`);
  }
  const pad = options.pad ?? Math.floor(kh / 2);
  const [top, left, bottom, right] = typeof pad === "number" ? [pad, pad, pad, pad] : pad;
  if (groups === 1 && c > 3 && c % 3 === 0 && c % 4 !== 0 && o % 4 === 0) {
    const more = 4 - (c % 4);
    return conv(g, followed(g, x, 1, more), followed(g, weight, 1, more), bias, options);
  }
  if (kh === h && kw === w && top + left === 0 && bottom + right > 0) {
    const image = followed(g, followed(g, x, 2, bottom), 3, right);
    return conv(g, image, weight, bias, { stride, groups, pad: 0 });
  }
  const height = Math.floor((h + top + bottom - kh) / stride) + 1;
  const width = Math.floor((w + left + right - kw) / stride) + 1;
  return emit(g, "Conv", bias ? [x, weight, bias] : [x, weight], [b, o, height, width], {
    attributes: {
      kernel_shape: { ints: [kh, kw] },
      strides: { ints: [stride, stride] },
      pads: { ints: [top, left, bottom, right] },
      ...(groups === 1 ? {} : { group: { int: groups } }),
    },
  });
}

/** x, and so many zeros after it along an axis. */
function followed(g: Graph, x: Value, axis: number, count: number): Value {
  if (count === 0) return x;
  const shape = x.shape.map((n, i) => (i === axis ? count : n));
  return concat(g, [x, expand(g, cast(g, scalar(g, 0), x.dtype), shape)], axis);
}

export interface PoolOptions {
  stride: number;
  /** [top, left, bottom, right]; what lies outside the image never wins. */
  pad: readonly [number, number, number, number];
}

/** Largest values of [B,C,H,W] in windows of kh × kw pixels. */
export function maxPool(g: Graph, x: Value, kh: number, kw: number, { stride, pad }: PoolOptions): Value {
  const [b, c, h, w] = x.shape;
  const height = Math.floor((h + pad[0] + pad[2] - kh) / stride) + 1;
  const width = Math.floor((w + pad[1] + pad[3] - kw) / stride) + 1;
  return emit(g, "MaxPool", [x], [b, c, height, width], {
    attributes: { kernel_shape: { ints: [kh, kw] }, strides: { ints: [stride, stride] }, pads: { ints: pad } },
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

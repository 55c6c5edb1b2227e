import type { Graph, Value } from "../graph.ts";
import { constant, emit, emitAll, int64s, sizeOf } from "../graph.ts";

/** Same elements, another shape; one entry of `shape` may be −1. */
export function reshape(g: Graph, x: Value, shape: readonly number[]): Value {
  const known = shape.reduce((a, b) => (b < 0 ? a : a * b), 1);
  const full = shape.map((n) => (n < 0 ? sizeOf(x.shape) / known : n));
  if (!full.every(Number.isInteger) || sizeOf(full) !== sizeOf(x.shape))
    throw new Error(`graph ${g.name}: cannot reshape [${x.shape}] to [${shape}]`);
  if (full.length === x.shape.length && full.every((n, i) => n === x.shape[i])) return x;
  return emit(g, "Reshape", [x, int64s(g, full)], full);
}

/** Axes reordered: output axis i is input axis perm[i]. */
export function transpose(g: Graph, x: Value, perm: readonly number[]): Value {
  if (perm.length !== x.shape.length) throw new Error(`graph ${g.name}: transpose [${x.shape}] by [${perm}]`);
  const shape = perm.map((p) => x.shape[p]);
  return emit(g, "Transpose", [x], shape, { attributes: { perm: { ints: perm } } });
}

export function concat(g: Graph, xs: readonly Value[], axis: number): Value {
  const shape = [...xs[0].shape];
  shape[axis] = 0;
  for (const x of xs) {
    if (x.shape.length !== shape.length || x.shape.some((n, i) => i !== axis && n !== xs[0].shape[i])) {
      throw new Error(`graph ${g.name}: concat of ${xs.map((v) => `[${v.shape}]`).join(", ")} along axis ${axis}`);
    }
    shape[axis] += x.shape[axis];
  }
  return emit(g, "Concat", xs, shape, { attributes: { axis: { int: axis } } });
}

/** Parts of the given lengths along an axis. */
export function split(g: Graph, x: Value, lengths: readonly number[], axis: number): Value[] {
  if (sizeOf([lengths.reduce((a, b) => a + b, 0)]) !== x.shape[axis]) {
    throw new Error(`graph ${g.name}: split [${x.shape}] into [${lengths}] along axis ${axis}`);
  }
  const results = lengths.map((n) => ({ shape: x.shape.map((d, i) => (i === axis ? n : d)), dtype: x.dtype }));
  return emitAll(g, "Split", [x, int64s(g, lengths)], results, { attributes: { axis: { int: axis } } });
}

/** Elements start, start+step … before `end` along one axis; a negative step walks backwards from start. */
export function slice(g: Graph, x: Value, axis: number, start: number, end: number, step = 1): Value {
  const size = Math.ceil((end - start) / step);
  const shape = x.shape.map((d, i) => (i === axis ? size : d));
  // Walking backwards, "before index 0" is spelt with a very small end in ONNX (−1 would mean the last element).
  const stop = step < 0 && end < 0 ? -(2 ** 31) : end;
  return emit(g, "Slice", [x, int64s(g, [start]), int64s(g, [stop]), int64s(g, [axis]), int64s(g, [step])], shape);
}

/** The axis reversed. */
export const flip = (g: Graph, x: Value, axis: number): Value => slice(g, x, axis, x.shape[axis] - 1, -1, -1);

/** x stretched to a larger shape by broadcasting. */
export const expand = (g: Graph, x: Value, shape: readonly number[]): Value =>
  emit(g, "Expand", [x, int64s(g, shape)], shape);

/** Entries of `table` along an axis (rows by default) picked by int64 `indices`. */
export function gather(g: Graph, table: Value, indices: Value, axis = 0): Value {
  const shape = [...table.shape.slice(0, axis), ...indices.shape, ...table.shape.slice(axis + 1)];
  return emit(g, "Gather", [table, indices], shape, { attributes: { axis: { int: axis } } });
}

/** Entries of `table` whose leading indices are the last axis of int64 `indices` [..., depth]. */
export function gatherNd(g: Graph, table: Value, indices: Value): Value {
  const depth = indices.shape[indices.shape.length - 1];
  return emit(g, "GatherND", [table, indices], [...indices.shape.slice(0, -1), ...table.shape.slice(depth)]);
}

/** Zeros around x: how many before and after, along each axis. */
export function pad(g: Graph, x: Value, before: readonly number[], after: readonly number[]): Value {
  const shape = x.shape.map((n, i) => before[i] + n + after[i]);
  return emit(g, "Pad", [x, int64s(g, [...before, ...after])], shape);
}

/**
 * ONNX's SpaceToDepth, for which ONNX Runtime has no kernel on WebGPU, by moves: [B,C,H,W] → [B,r²·C,H/r,W/r], output channel
 * (dy·r + dx)·C + c.
 */
export function spaceToDepth(g: Graph, x: Value, r: number): Value {
  const [b, c, h, w] = x.shape;
  const cells = reshape(g, x, [b, c, h / r, r, w / r, r]);
  return reshape(g, transpose(g, cells, [0, 3, 5, 1, 2, 4]), [b, c * r * r, h / r, w / r]);
}

/** The inverse of spaceToDepth. */
export function depthToSpace(g: Graph, x: Value, r: number): Value {
  const [b, c, h, w] = x.shape;
  const attributes = { blocksize: { int: r }, mode: { string: "DCR" } };
  return emit(g, "DepthToSpace", [x], [b, c / (r * r), h * r, w * r], { attributes });
}

/** [B,C,H,W] → [B,C·r²,H/r,W/r]; output channel c·r² + dy·r + dx, as torch.nn.functional.pixel_unshuffle. */
export function pixelUnshuffle(g: Graph, x: Value, r: number): Value {
  const [b, c, h, w] = x.shape;
  const cells = reshape(g, x, [b, c, h / r, r, w / r, r]);
  return reshape(g, transpose(g, cells, [0, 1, 3, 5, 2, 4]), [b, c * r * r, h / r, w / r]);
}

/** [B,C·r²,H,W] → [B,C,H·r,W·r], the inverse of pixelUnshuffle (torch.nn.functional.pixel_shuffle). */
export function pixelShuffle(g: Graph, x: Value, r: number): Value {
  const [b, c, h, w] = x.shape;
  const planes = reshape(g, x, [b, c / (r * r), r * r, h * w]);
  return depthToSpace(g, reshape(g, transpose(g, planes, [0, 2, 1, 3]), [b, c, h, w]), r);
}

/** Means over cells of kh × kw pixels, which do not overlap. */
export function averagePool(g: Graph, x: Value, kh: number, kw: number): Value {
  const [b, c, h, w] = x.shape;
  const cell = { ints: [kh, kw] };
  return emit(g, "AveragePool", [x], [b, c, h / kh, w / kw], { attributes: { kernel_shape: cell, strides: cell } });
}

/** Nearest-neighbour upsampling of [B,C,H,W] by whole factors along height and width. */
export function upsampleNearest(g: Graph, x: Value, fy: number, fx = fy): Value {
  const [b, c, h, w] = x.shape;
  const scales = constant(g, Float32Array.of(1, 1, fy, fx), [4]);
  const attributes = {
    mode: { string: "nearest" },
    coordinate_transformation_mode: { string: "asymmetric" },
    nearest_mode: { string: "floor" },
  };
  return emit(g, "Resize", [x, null, scales], [b, c, h * fy, w * fx], { attributes });
}

/** torch's repeat_interleave along the channel axis of [B,C,H,W]. */
export function repeatChannels(g: Graph, x: Value, repeats: number): Value {
  if (repeats === 1) return x;
  const [b, c, h, w] = x.shape;
  const stretched = expand(g, reshape(g, x, [b, c, 1, h * w]), [b, c, repeats, h * w]);
  return reshape(g, stretched, [b, c * repeats, h, w]);
}

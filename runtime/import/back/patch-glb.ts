import { glbJson } from "../source/read-source.ts";

/** A GLB taken apart, its JSON and its binary chunk; what nobody touches is written back byte for byte. */
export interface Glb {
  // biome-ignore lint/suspicious/noExplicitAny: glTF JSON, whose unknown extensions must survive
  json: any;
  bin: Uint8Array;
}

const MESHOPT = "EXT_meshopt_compression";
const FLOAT = 5126;
const ARRAY_BUFFER = 34962;

/** Takes a GLB apart (glTF 2.0, section 4.4). @throws ImportError "not-a-glb". */
export function parseGlb(bytes: Uint8Array): Glb {
  const json = glbJson(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = 20 + view.getUint32(12, true);
  const length = at + 8 <= bytes.length ? view.getUint32(at, true) : 0;
  return { json, bin: bytes.slice(at + 8, at + 8 + length) };
}

/** Puts a GLB together. */
export function joinGlb({ json, bin }: Glb): Uint8Array<ArrayBuffer> {
  json.buffers[0].byteLength = bin.length;
  const text = new TextEncoder().encode(JSON.stringify(json));
  const [jsonLength, binLength] = [padded(text.length), padded(bin.length)];
  const out = new Uint8Array(28 + jsonLength + binLength).fill(0x20, 20, 20 + jsonLength);
  const view = new DataView(out.buffer);
  const words = [0x46546c67, 2, out.length, jsonLength, 0x4e4f534a];
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  out.set(text, 20);
  view.setUint32(20 + jsonLength, binLength, true);
  view.setUint32(24 + jsonLength, 0x004e4942, true);
  out.set(bin, 28 + jsonLength);
  return out;
}

/**
 * Replaces an accessor's values, [n, width] floats as a reader sees them: in place where it holds plain floats of its
 * own, else through a new buffer view (quantised, sparse and compressed accessors).
 */
export function writeAccessor(glb: Glb, index: number, values: Float32Array, width: number): void {
  const { accessors, bufferViews } = glb.json;
  const accessor = accessors[index];
  const view = bufferViews[accessor.bufferView];
  const plain =
    view?.buffer === 0 && accessor.componentType === FLOAT && !accessor.sparse && !view.extensions?.[MESHOPT];
  const stride = plain ? (view.byteStride ?? 4 * width) : 4 * width;
  if (!plain) {
    accessor.bufferView = addView(glb, new Uint8Array(4 * values.length), ARRAY_BUFFER);
    accessor.byteOffset = 0;
    accessor.componentType = FLOAT;
    delete accessor.normalized;
    delete accessor.sparse;
  }
  const start = (bufferViews[accessor.bufferView].byteOffset ?? 0) + (accessor.byteOffset ?? 0);
  const data = new DataView(glb.bin.buffer, glb.bin.byteOffset + start);
  for (let i = 0; i < values.length; i++) {
    data.setFloat32(Math.floor(i / width) * stride + 4 * (i % width), values[i], true);
  }
  if (!accessor.min && !accessor.max) return;
  for (const [key, pick] of [["min", Math.min] as const, ["max", Math.max] as const]) {
    const bound = new Array<number>(width).fill(key === "min" ? Infinity : -Infinity);
    for (let i = 0; i < values.length; i++) bound[i % width] = pick(bound[i % width], values[i]);
    accessor[key] = bound;
  }
}

/** Appends bytes as a new buffer view. @returns its index. */
export function addView(glb: Glb, bytes: Uint8Array, target?: number): number {
  const byteOffset = padded(glb.bin.length);
  glb.bin = joinBytes([glb.bin, new Uint8Array(byteOffset - glb.bin.length), bytes]);
  glb.json.bufferViews.push({ buffer: 0, byteOffset, byteLength: bytes.length, ...(target && { target }) });
  return glb.json.bufferViews.length - 1;
}

/** Replaces the bytes of an image's own buffer view; what lies behind it in the chunk moves. */
export function replaceView(glb: Glb, index: number, bytes: Uint8Array): void {
  const view = glb.json.bufferViews[index];
  const start: number = view.byteOffset ?? 0;
  const end = start + view.byteLength;
  const slices = glb.json.bufferViews.flatMap((other: { extensions?: Record<string, unknown> }) => [
    other,
    ...(other.extensions?.[MESHOPT] ? [other.extensions[MESHOPT]] : []),
  ]);
  const next = slices
    .filter((slice: { buffer: number }) => slice.buffer === 0 && slice !== view)
    .reduce((least: number, { byteOffset = 0 }) => (byteOffset >= end ? Math.min(least, byteOffset) : least), Infinity);
  const tail = Math.min(next, glb.bin.length);
  // Whole cache lines of shift keep every alignment that was there.
  const shift = 64 * Math.ceil((start + bytes.length - tail) / 64);
  const gap = new Uint8Array(tail + shift - start - bytes.length);
  glb.bin = joinBytes([glb.bin.subarray(0, start), bytes, gap, glb.bin.subarray(tail)]);
  for (const slice of slices) {
    if (slice.buffer === 0 && slice !== view && (slice.byteOffset ?? 0) >= end) slice.byteOffset += shift;
  }
  view.byteLength = bytes.length;
}

function joinBytes(pieces: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

function padded(length: number): number {
  return 4 * Math.ceil(length / 4);
}

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

/** Bytes of an integer component, and the least and greatest value that stands for itself when normalised. */
const INTEGERS: Readonly<Record<number, { bytes: number; low: number; high: number }>> = {
  5120: { bytes: 1, low: -127, high: 127 },
  5121: { bytes: 1, low: 0, high: 255 },
  5122: { bytes: 2, low: -32767, high: 32767 },
  5123: { bytes: 2, low: 0, high: 65535 },
};

/**
 * Replaces an accessor's values, [n, width] floats as a reader sees them. Quantised ones stay quantised where the values
 * still fit, else they become floats; bytes are replaced in place where they lie plainly, else (sparse and compressed
 * accessors) in a new buffer view.
 */
export function writeAccessor(glb: Glb, index: number, values: Float32Array, width: number): void {
  const { accessors, bufferViews } = glb.json;
  const accessor = accessors[index];
  const stored = storedValues(accessor, values);
  const fits = stored !== undefined || accessor.componentType === FLOAT;
  if (!stored) {
    accessor.componentType = FLOAT;
    delete accessor.normalized;
  }
  const bytes = stored ? INTEGERS[accessor.componentType].bytes : 4;
  const view = bufferViews[accessor.bufferView];
  const plain = fits && isPlain(accessor, view, bytes * width);
  const stride = plain ? (view.byteStride ?? bytes * width) : padded(bytes * width);
  if (!plain) {
    accessor.bufferView = addView(glb, new Uint8Array((stride * values.length) / width), ARRAY_BUFFER);
    bufferViews[accessor.bufferView].byteStride = stride;
    accessor.byteOffset = 0;
    delete accessor.sparse;
  }
  const start = (bufferViews[accessor.bufferView].byteOffset ?? 0) + (accessor.byteOffset ?? 0);
  const data = new DataView(glb.bin.buffer, glb.bin.byteOffset + start);
  const written = stored ?? values;
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(i / width) * stride + bytes * (i % width);
    if (!stored) data.setFloat32(at, written[i], true);
    else if (bytes === 2) data.setUint16(at, written[i], true);
    else data.setUint8(at, written[i]);
  }
  if (!accessor.min && !accessor.max) return;
  for (const [key, pick] of [["min", Math.min] as const, ["max", Math.max] as const]) {
    const bound = new Array<number>(width).fill(key === "min" ? Infinity : -Infinity);
    for (let i = 0; i < values.length; i++) bound[i % width] = pick(bound[i % width], written[i]);
    accessor[key] = bound;
  }
}

/** Integers that stand for the values (glTF 2.0, section 3.6.2.2); undefined for floats, and where one does not fit. */
function storedValues(
  { componentType, normalized }: { componentType: number; normalized?: boolean },
  values: Float32Array,
): Int32Array | undefined {
  const kind = INTEGERS[componentType];
  if (!kind) return undefined;
  const stored = Int32Array.from(values, (value) => Math.round(value * (normalized ? kind.high : 1)));
  return stored.every((value) => value >= kind.low && value <= kind.high) ? stored : undefined;
}

/** Whether an accessor's elements lie uncompressed in the binary chunk, one by one. */
function isPlain(
  accessor: { sparse?: object },
  view: { buffer: number; byteStride?: number; extensions?: Record<string, unknown> } | undefined,
  bytes: number,
): boolean {
  return view?.buffer === 0 && !accessor.sparse && !view.extensions?.[MESHOPT] && (view.byteStride ?? bytes) >= bytes;
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

/**
 * Loads the compiled inner loops and hands out memory to work in.
 *
 * Every array a kernel reads or writes lives in the module's own linear memory, which is reserved once and never grows, so that
 * typed-array views stay valid. Pages that nobody has written cost address space, not memory.
 */

import type { KernelExports } from "./exports.ts";
import type { Gpu } from "./gpu/gpu.ts";
import { createPool, type RunCalls, runInOrder, type ThreadStart } from "./threads.ts";

/** A stack of typed arrays inside kernel memory; contents of a fresh array are undefined except where stated. */
export interface Arena {
  /** Uninitialised 32-bit floats, 64-byte aligned. */
  f32(length: number): Float32Array;
  i32(length: number): Int32Array;
  u32(length: number): Uint32Array;
  u8(length: number): Uint8Array;
  /** Remembers the top of the stack … */
  mark(): number;
  /** … and frees everything allocated since. Arrays from there must not be used afterwards. */
  release(mark: number): void;
}

export interface Kernels {
  /** What is learned is learned there where it is given; see `runtime/stages/guidance/learned-pictures.ts`. */
  gpu?: Gpu;
  /** The raw functions; pointers are byte offsets, see {@link pointer}. */
  wasm: KernelExports;
  /** Runs independent calls, on all threads where there are several. */
  run: RunCalls;
  /** The module's memory. Where another shared memory grows, as that of ONNX Runtime's WASM, `WebAssembly.Memory` hands out a new object for it. */
  buffer: ArrayBufferLike;
  /** Zero-filled arrays that live as long as what they belong to (parameters, grids). */
  store: Arena;
  /** Uninitialised arrays of one step: mark at its start, release at its end. */
  scratch: Arena;
}

export interface LoadOptions {
  /** Address space to reserve, MiB, at most 4095. */
  megabytes?: number;
  /** Threads to compute on, the calling one included; more than one needs a shared build and `startThread`. */
  threads?: number;
  /** Starts a thread of the host that calls `runKernelThread(start)` and does not keep the process alive. */
  startThread?: (start: ThreadStart) => void;
}

const LOAD_DEFAULTS = { megabytes: 1024, threads: 1 };

const ALIGN = 64;
const PAGE = 65536;

/** A module with one relaxed-SIMD instruction: validates only where they are supported. */
const RELAXED_PROBE = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15,
  253, 128, 2, 11,
]);

/** Which build of the kernels this host can run on so many threads: file name below `runtime/kernels/build/`. */
export function kernelFile(threads = 1): string {
  return `kernels${WebAssembly.validate(RELAXED_PROBE) ? "-relaxed" : ""}${threads > 1 ? "-shared" : ""}.wasm`;
}

/**
 * @param wasm Bytes of the file that {@link kernelFile} names for the same number of threads.
 * @throws RangeError if the address space cannot be reserved, or later from an arena that is full.
 */
export async function loadKernels(wasm: BufferSource, options: LoadOptions = {}): Promise<Kernels> {
  const { megabytes, threads, startThread } = { ...LOAD_DEFAULTS, ...options };
  const pages = megabytes * 16;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: threads > 1 });
  const { buffer } = memory;
  const abort = (_message: number, _file: number, line: number) => {
    throw new Error(`kernel aborted at line ${line}`);
  };
  const { instance, module } = await WebAssembly.instantiate(wasm, { env: { memory, abort } });
  const exports = instance.exports as unknown as KernelExports;
  // Kernels may read up to 16 bytes past the end of an array.
  const low = align(exports.heapBase());
  const high = pages * PAGE - ALIGN;
  const bounds = { low, high, highestLow: low, lowestHigh: high };
  let run = runInOrder(exports);
  if (threads > 1) {
    if (!startThread) throw new TypeError("several threads need startThread");
    const pool = createPool(module, memory, exports);
    for (let i = 1; i < threads; i++) startThread(pool.start);
    run = pool.run;
  }
  return { wasm: exports, run, buffer, store: createStore(buffer, bounds), scratch: createScratch(buffer, bounds) };
}

/**
 * Byte offset of an array inside kernel memory; 0 for none.
 * @throws TypeError for an array on the JavaScript heap.
 */
export function pointer(kernels: Kernels, array: ArrayBufferView | null | undefined): number {
  if (!array) return 0;
  if (array.buffer !== kernels.buffer) throw new TypeError("array does not live in kernel memory");
  return array.byteOffset;
}

/** Free bytes lie between low (top of the store) and high (bottom of the scratch stack). */
interface Bounds {
  low: number;
  high: number;
  /** The farthest that each has ever reached: what lies between has never been written, and is zero. */
  highestLow: number;
  lowestHigh: number;
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGN) * ALIGN;
}

function reserve(bounds: Bounds, bytes: number): void {
  if (bounds.low + bytes > bounds.high) {
    throw new RangeError(`kernel memory is full: ${bytes} bytes wanted, ${bounds.high - bounds.low} free`);
  }
}

function createStore(buffer: ArrayBufferLike, bounds: Bounds): Arena {
  return arena(
    buffer,
    (bytes) => {
      reserve(bounds, bytes);
      const at = bounds.low;
      bounds.low += bytes;
      if (at < bounds.highestLow || bounds.low > bounds.lowestHigh) new Uint8Array(buffer, at, bytes).fill(0);
      bounds.highestLow = Math.max(bounds.highestLow, bounds.low);
      return at;
    },
    () => bounds.low,
    (mark) => {
      bounds.low = mark;
    },
  );
}

function createScratch(buffer: ArrayBufferLike, bounds: Bounds): Arena {
  return arena(
    buffer,
    (bytes) => {
      reserve(bounds, bytes);
      bounds.high -= bytes;
      bounds.lowestHigh = Math.min(bounds.lowestHigh, bounds.high);
      return bounds.high;
    },
    () => bounds.high,
    (mark) => {
      bounds.high = mark;
    },
  );
}

function arena(
  buffer: ArrayBufferLike,
  take: (bytes: number) => number,
  mark: () => number,
  release: (mark: number) => void,
): Arena {
  return {
    f32: (length) => new Float32Array(buffer, take(align(length * 4)), length),
    i32: (length) => new Int32Array(buffer, take(align(length * 4)), length),
    u32: (length) => new Uint32Array(buffer, take(align(length * 4)), length),
    u8: (length) => new Uint8Array(buffer, take(align(length)), length),
    mark,
    release,
  };
}

/**
 * Runs kernels on several threads over shared memory. How a list of calls is cut does not depend on the number of threads, and calls of one
 * list write to different places: the bytes are the same with any number of threads, or without.
 */

import type { KernelExports } from "./exports.ts";

/** One call of a kernel: its name and its arguments. */
export type KernelCall = {
  [Name in keyof KernelExports]: [Name, ...Parameters<KernelExports[Name]>];
}[keyof KernelExports];

/** Runs independent calls in any order and returns when all are done. */
export type RunCalls = (calls: KernelCall[]) => void;

/** What a thread needs, to be sent to it as it is. */
export interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Int32 words, see below, then the calls. */
  control: SharedArrayBuffer;
}

/** Words of the control block: number of the present list, calls left in it, calls done, whether one has failed. */
const LIST = 0;
const LEFT = 1;
const DONE = 2;
const FAILED = 3;
const HEADER_BYTES = 64;
/** A call is the place of its kernel among the sorted exports, then its arguments: `rasterise` has the most, 16. */
const CALL_WORDS = 20;
const MOST_CALLS = 256;

/** Parts of work that is cut: more than threads, so that the fast one takes more. */
const PIECES = 8;

/** Even parts of 0..length, as [begin, end]. */
export function evenParts(length: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [
    Math.floor((length * i) / count),
    Math.floor((length * (i + 1)) / count),
  ]);
}

/** Cuts 0..length into even parts, for calls that write to different places; small work stays whole. @param least worth a call. */
export function pieces(length: number, least: number, call: (begin: number, end: number) => KernelCall): KernelCall[] {
  const count = Math.max(1, Math.min(PIECES, Math.floor(length / least)));
  return evenParts(length, count).map(([begin, end]) => call(begin, end));
}

/** For hosts without threads: one call after the other. */
export function runInOrder(exports: KernelExports): RunCalls {
  const kernels = exports as unknown as Record<string, (...args: number[]) => unknown>;
  return (calls) => {
    for (const [name, ...args] of calls) kernels[name](...args);
  };
}

/** Makes the control block for a pool; `start` goes to every thread, `run` shares calls between them and the caller. */
export function createPool(module: WebAssembly.Module, memory: WebAssembly.Memory, exports: KernelExports) {
  const control = new SharedArrayBuffer(HEADER_BYTES + MOST_CALLS * CALL_WORDS * 8);
  const words = new Int32Array(control);
  const queue = new Float64Array(control, HEADER_BYTES);
  const names = kernelNames(exports);
  const kernels = kernelList(exports);
  const run: RunCalls = (calls) => {
    if (calls.length > MOST_CALLS) throw new RangeError(`${calls.length} calls at a time, at most ${MOST_CALLS}`);
    calls.forEach(([name, ...args], i) => {
      if (args.length >= CALL_WORDS)
        throw new RangeError(`${name} has ${args.length} arguments, more than a call holds`);
      queue[i * CALL_WORDS] = names.indexOf(name);
      queue.set(args, i * CALL_WORDS + 1);
    });
    Atomics.store(words, DONE, 0);
    // From here on threads, late ones of the last list included, may take calls.
    Atomics.store(words, LEFT, calls.length);
    Atomics.add(words, LIST, 1);
    Atomics.notify(words, LIST);
    drain(words, queue, kernels);
    for (let done = Atomics.load(words, DONE); done < calls.length; done = Atomics.load(words, DONE)) {
      Atomics.wait(words, DONE, done);
    }
    if (Atomics.exchange(words, FAILED, 0)) throw new Error("a kernel failed on one of the threads");
  };
  return { start: { module, memory, control } satisfies ThreadStart, run };
}

/** The life of a thread: waits for lists of calls and helps with them; never returns. */
export async function runKernelThread({ module, memory, control }: ThreadStart): Promise<never> {
  const abort = () => {
    throw new Error("kernel aborted");
  };
  const instance = await WebAssembly.instantiate(module, { env: { memory, abort } });
  const exports = instance.exports as unknown as KernelExports;
  const words = new Int32Array(control);
  const queue = new Float64Array(control, HEADER_BYTES);
  const kernels = kernelList(exports);
  for (;;) {
    const list = Atomics.load(words, LIST);
    drain(words, queue, kernels);
    Atomics.wait(words, LIST, list);
  }
}

/** Takes calls until none is left; a call that throws counts as done, and is reported to the caller of `run`. */
function drain(words: Int32Array, queue: Float64Array, kernels: Kernel[]): void {
  for (let i = Atomics.sub(words, LEFT, 1) - 1; i >= 0; i = Atomics.sub(words, LEFT, 1) - 1) {
    const call = queue.subarray(i * CALL_WORDS, (i + 1) * CALL_WORDS);
    try {
      kernels[call[0]](...call.subarray(1));
    } catch {
      Atomics.store(words, FAILED, 1);
    }
    Atomics.add(words, DONE, 1);
    Atomics.notify(words, DONE);
  }
}

type Kernel = (...args: number[]) => unknown;

function kernelList(exports: KernelExports): Kernel[] {
  const byName = exports as unknown as Record<string, Kernel>;
  return kernelNames(exports).map((name) => byName[name]);
}

/** Every instance sorts its exports alike, so that a place in this list names a kernel. */
function kernelNames(exports: KernelExports): string[] {
  return Object.keys(exports).sort();
}

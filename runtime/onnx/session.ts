import type { MemoryNeed } from "./memory.ts";

/** What the engine asks of an inference runtime. The host (Node or browser) passes an implementation in. */

export type TensorData = Float32Array | BigInt64Array;

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
  /** What lies on the device of the session that gave it, for others of its host alone: `data` is empty then. */
  readonly held?: { dispose(): void };
}

export interface Session {
  /** Runs the model. Outputs are named as in the graph, and owned by the caller. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** Frees weights and memory; the session cannot run afterwards. */
  release(): Promise<void>;
}

export interface SessionOptions {
  /** Folder that external data (weights in .safetensors files) are relative to. */
  folder: string;
  /** What the graph is, for error messages and reports. */
  label: string;
  /** Files below the folder that the graph's external data lie in, for hosts whose runtime cannot reach a folder by itself. */
  weights?: readonly string[];
  /** Outputs that nobody reads but sessions of the same host: it may leave them on its device, see {@link Tensor.held}. */
  unread?: readonly string[];
  /** What it will take, for the host to refuse before the machine runs out; absent: unknown. */
  memory?: MemoryNeed;
}

export interface SessionHost {
  /** True where this host is at its best in float16: networks are then built to compute in it. */
  readonly half?: boolean;
  /** @throws Error naming the graph and, where memory is short, how much it needs. */
  createSession(model: Uint8Array, options: SessionOptions): Promise<Session>;
}

/** Float32 tensor; checks that the data fill the shape. */
export function tensor(data: TensorData, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  if (data.length !== size) throw new Error(`${data.length} numbers do not fill a tensor of shape [${shape}]`);
  return { data, shape };
}

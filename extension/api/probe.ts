/** What the worker that tries a browser is asked for: all networks on one of ONNX Runtime's providers, or a race of the two. */
export type ProbeRequest = { task: "networks"; provider: "wasm" | "webgpu" } | { task: "race" };

/** One network as it ran. */
export interface ProbedNetwork {
  name: string;
  /** What it ran on; WASM where the provider that was asked for refuses it. */
  provider: "wasm" | "webgpu";
  /** Milliseconds that it took to open and run it. */
  took: number;
  output: Float32Array<ArrayBuffer>;
}

/** What the worker answers: network by network, or what of the race comes: whether the GPU is chosen, and why. */
export type ProbeAnswer =
  | { type: "network"; network: ProbedNetwork }
  | { type: "raced"; chosen: boolean; detail: string }
  | { type: "done" }
  | { type: "failed"; message: string };

/** What the doctor's page asks the worker that tries networks for: all of them, on one of ONNX Runtime's providers. */
export type ProbeRequest = { provider: "wasm" | "webgpu" };

/** One network as it ran. */
export interface ProbedNetwork {
  name: string;
  /** What it ran on; WASM where the provider that was asked for refuses it. */
  provider: ProbeRequest["provider"];
  /** Milliseconds that it took to open and run it. */
  took: number;
  output: Float32Array<ArrayBuffer>;
}

/** What the worker answers, network by network. */
export type ProbeAnswer =
  | { type: "network"; network: ProbedNetwork }
  | { type: "done" }
  | { type: "failed"; message: string };

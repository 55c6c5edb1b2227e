import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import type { Session, SessionHost, SessionOptions, Tensor, TensorData } from "../onnx/session.ts";

export interface OrtHostOptions {
  /** Threads inside one operator; 0 leaves the choice to ONNX Runtime (one a core). */
  threads?: number;
  /** Execution providers in order of preference, e.g. ["cuda", "cpu"]. Each one loads or session creation fails. */
  providers?: readonly string[];
  /** Prefix of a profile file that each session writes when it is released. */
  profile?: string;
}

/** Sessions of onnxruntime-node. `run` blocks the event loop while it computes: call it from a worker process. */
export function ortHost(options: OrtHostOptions = {}): SessionHost {
  const providers = options.providers ?? ["cpu"];
  return {
    async createSession(model: Uint8Array, { folder, label }: SessionOptions): Promise<Session> {
      const settings: InferenceSession.SessionOptions = {
        executionProviders: [...providers],
        graphOptimizationLevel: "all",
        intraOpNumThreads: options.threads ?? 0,
        interOpNumThreads: 1,
        executionMode: "sequential",
        logSeverityLevel: 3,
        enableProfiling: options.profile !== undefined,
        profileFilePrefix: options.profile,
        // Between two runs the kernels want the cores: pool threads must not spin on them, waiting for work.
        extra: { session: { model_external_initializers_file_folder_path: folder, force_spinning_stop: "1" } },
      };
      let session: InferenceSession;
      try {
        session = await InferenceSession.create(model, settings);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`ONNX Runtime (${providers.join(", ")}) refused the ${label} graph: ${reason}`, { cause });
      }
      return { run: (feeds) => run(session, feeds), release: () => release(session, options.profile !== undefined) };
    },
  };
}

async function run(session: InferenceSession, feeds: Readonly<Record<string, Tensor>>) {
  const inputs: Record<string, OrtTensor> = {};
  for (const [name, { data, shape }] of Object.entries(feeds)) {
    const type = data instanceof Float32Array ? "float32" : "int64";
    inputs[name] = new OrtTensor(type, data, [...shape]);
  }
  const results = await session.run(inputs);
  const outputs: Record<string, Tensor> = {};
  for (const name of session.outputNames) {
    const t = results[name];
    outputs[name] = { data: t.data as TensorData, shape: t.dims };
  }
  return outputs;
}

async function release(session: InferenceSession, profiled: boolean) {
  if (profiled) session.endProfiling();
  await session.release();
}

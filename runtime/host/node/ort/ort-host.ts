import type { InferenceSession } from "onnxruntime-node";
import type { MemoryNeed } from "../../../onnx/memory.ts";
import type { Session, SessionHost, SessionOptions, Tensor, TensorData } from "../../../onnx/session.ts";
import { environmentError } from "../../errors.ts";
import { loadOrt, type Ort } from "./load-ort.ts";

export interface OrtHostOptions {
  /** Threads inside one operator; 0 leaves the choice to ONNX Runtime (one a core). */
  threads?: number;
  /** Execution provider; session creation fails where it does not load. See {@link chooseProvider}. */
  provider?: string;
  /** Compute in float16; see {@link SessionHost}. */
  half?: boolean;
  /** Prefix of a profile file that each session writes when it is released. */
  profile?: string;
}

/** Sessions of onnxruntime-node. `run` blocks the event loop while it computes: call it from a worker process. */
export function ortHost(options: OrtHostOptions = {}): SessionHost {
  const { provider = "cpu", half = false, profile } = options;
  return {
    half,
    async createSession(model: Uint8Array, { folder, label, memory }: SessionOptions): Promise<Session> {
      if (provider === "cpu" && memory) demandMemory(label, memory);
      const settings: InferenceSession.SessionOptions = {
        executionProviders: [provider],
        // Kept in files for the next time, optimised graphs would hold every weight again in float32 (122 MB for the
        // starter pack, 5 GB for Stable Diffusion), and spare a head a fifth of a second.
        graphOptimizationLevel: "all",
        intraOpNumThreads: options.threads ?? 0,
        interOpNumThreads: 1,
        executionMode: "sequential",
        // An arena of each network keeps the most that it ever took, by powers of two: 200 MB of a head's memory, and no faster.
        enableCpuMemArena: false,
        logSeverityLevel: 3,
        enableProfiling: profile !== undefined,
        profileFilePrefix: profile,
        // Between two runs the kernels want the cores: pool threads must not spin on them, waiting for work.
        extra: { session: { model_external_initializers_file_folder_path: folder, force_spinning_stop: "1" } },
      };
      const explain = (cause: unknown): Error => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        const short = memory && /alloc|out of memory/i.test(reason) ? ` It needs ${needed(memory)}.` : "";
        return new Error(`ONNX Runtime (${provider}) refused the ${label} graph: ${reason}${short}`, { cause });
      };
      const ort = await loadOrt();
      const session = await ort.InferenceSession.create(model, settings).catch((cause) => {
        throw explain(cause);
      });
      return {
        run: (feeds) =>
          run(ort, session, feeds).catch((cause) => {
            throw explain(cause);
          }),
        release: () => release(session, profile !== undefined),
      };
    },
  };
}

/** The operating system ends a process that takes more than there is, without a word: better to say so before. */
function demandMemory(label: string, memory: MemoryNeed): void {
  const free = process.availableMemory();
  if (memory.weights + memory.activations <= free) return;
  throw environmentError(
    `the ${label} needs ${needed(memory)}; ${readableBytes(free)} are free. Close other programs, or choose a smaller pack`,
  );
}

function needed({ weights, activations }: MemoryNeed): string {
  const parts = `${readableBytes(weights)} of weights, ${readableBytes(activations)} of activations`;
  return `about ${readableBytes(weights + activations)} of memory (${parts})`;
}

/** Bytes as people say them: "3.4 GB", "37.2 MB". */
export function readableBytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

async function run(ort: Ort, session: InferenceSession, feeds: Readonly<Record<string, Tensor>>) {
  const inputs: Record<string, InstanceType<Ort["Tensor"]>> = {};
  for (const [name, { data, shape }] of Object.entries(feeds)) {
    const type = data instanceof Float32Array ? "float32" : "int64";
    inputs[name] = new ort.Tensor(type, data, [...shape]);
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

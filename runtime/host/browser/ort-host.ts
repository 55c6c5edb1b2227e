import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web/wasm";
import { gunzip } from "../../head/gunzip.ts";
import type { Session, SessionHost, SessionOptions, Tensor, TensorData } from "../../onnx/session.ts";
import type { SiteFiles } from "./site-files.ts";

type Ort = typeof import("onnxruntime-web/wasm");

/** Where the site's build puts ONNX Runtime. */
export const ORT_MODULE = "ort/ort.wasm.bundle.min.mjs";
export const ORT_WASM = "ort/ort-wasm-simd-threaded.wasm.gz";

/**
 * Sessions of onnxruntime-web, in WASM with SIMD. `run` keeps its thread busy while it computes: call it in a worker. Between two runs the
 * worker hears what it is told.
 * @param threads inside one operator; see `threadsHere`. The first host that opens a session in a worker decides for all.
 */
export function ortHost(files: SiteFiles, threads = 1): SessionHost {
  let runtime: Promise<Ort> | undefined;
  const openRuntime = async (): Promise<Ort> => {
    const ort = await import("onnxruntime-web/wasm");
    const damaged = (why: string) => new Error(`${ORT_WASM} is damaged: ${why}; put the site's folder up again`);
    ort.env.wasm.wasmBinary = await gunzip(await files.read(ORT_WASM), damaged);
    ort.env.wasm.numThreads = threads;
    return ort;
  };
  return {
    async createSession(model, { folder, label, weights = [] }: SessionOptions): Promise<Session> {
      runtime ??= openRuntime();
      const ort = await runtime;
      const externalData = await Promise.all(
        weights.map(async (path) => ({ path, data: await files.read(`${folder}/${path}`) })),
      );
      const explain = (cause: unknown): never => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`ONNX Runtime (WASM) refused the ${label} graph: ${reason}`, { cause });
      };
      const session = await ort.InferenceSession.create(model, {
        executionProviders: ["wasm"],
        graphOptimizationLevel: "all",
        logSeverityLevel: 3,
        externalData,
        // Between two runs the kernels want the cores: pool threads must not spin on them, waiting for work.
        extra: { session: { force_spinning_stop: "1" } },
      }).catch(explain);
      return {
        run: (feeds) => run(ort, session, feeds).catch(explain),
        release: () => session.release(),
      };
    },
  };
}

async function run(
  ort: Ort,
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  await heard();
  const inputs: Record<string, OrtTensor> = {};
  for (const [name, { data, shape }] of Object.entries(feeds)) {
    inputs[name] =
      data instanceof Float32Array
        ? new ort.Tensor("float32", data, shape)
        : new ort.Tensor("int64", data as BigInt64Array, shape);
  }
  const results = await session.run(inputs);
  const outputs: Record<string, Tensor> = {};
  for (const name of session.outputNames) {
    const { data, dims } = results[name];
    outputs[name] = { data: data as TensorData, shape: dims };
  }
  return outputs;
}

/** Resolves when what has been posted to this worker so far was heard; a timer would wait for milliseconds. */
function heard(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web";
import { gunzip } from "../../head/gunzip.ts";
import type { Session, SessionHost, SessionOptions, Tensor, TensorData } from "../../onnx/session.ts";
import { ortWasm, type Provider } from "./providers.ts";
import type { SiteFiles } from "./site-files.ts";

const NONE = new Float32Array(0);

type Feeds = Readonly<Record<string, Tensor>>;
type Ort = typeof import("onnxruntime-web");

export interface OrtHostOptions {
  /** Threads inside one operator of WASM; see `threadsHere`. */
  threads?: number;
  /** What WebGPU computes on, see `openGpuDevice`; absent: WASM. A graph that WebGPU refuses, at the latest when it is first run, runs in WASM. */
  device?: GPUDevice;
  /** Told which provider a graph is run on. */
  onSession?: (label: string, provider: Provider) => void;
}

/**
 * Sessions of onnxruntime-web: in WASM with SIMD, or on WebGPU. WASM keeps its thread busy while it computes: call it in a worker. Between two
 * runs the worker hears what it is told. The first host that opens a session in a worker decides for all of that worker.
 */
export function ortHost(files: SiteFiles, options: OrtHostOptions = {}): SessionHost {
  const { threads = 1, device, onSession } = options;
  const provider: Provider = device ? "webgpu" : "wasm";
  let runtime: Promise<Ort> | undefined;
  const openRuntime = async (): Promise<Ort> => {
    const ort: Ort = await (provider === "wasm" ? import("onnxruntime-web/wasm") : import("onnxruntime-web/webgpu"));
    const file = ortWasm(provider);
    const damaged = (why: string) => new Error(`${file} is damaged: ${why}; put the site's folder up again`);
    ort.env.wasm.wasmBinary = await gunzip(await files.read(file), damaged);
    ort.env.wasm.numThreads = threads;
    return ort;
  };
  return {
    async createSession(model, { folder, label, weights = [], unread = [] }: SessionOptions): Promise<Session> {
      runtime ??= openRuntime();
      const ort = await runtime;
      const externalData = await Promise.all(
        weights.map(async (path) => ({ path, data: await files.read(`${folder}/${path}`) })),
      );
      const explain = (cause: unknown): never => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`ONNX Runtime (${provider}) refused the ${label} graph: ${reason}`, { cause });
      };
      let on = provider;
      const create = async (name: Provider) => {
        on = name;
        const session = await ort.InferenceSession.create(model, {
          executionProviders: [name === "webgpu" ? { name, device } : name],
          graphOptimizationLevel: "all",
          logSeverityLevel: 3,
          externalData,
          ...(name === "webgpu" && {
            preferredOutputLocation: Object.fromEntries(unread.map((output) => [output, "gpu-buffer" as const])),
          }),
          // Between two runs the kernels want the cores: pool threads must not spin on them, waiting for work.
          extra: { session: { force_spinning_stop: "1" } },
        });
        onSession?.(label, name);
        return session;
      };
      /** Until WebGPU has run the graph once: what it has no kernel for shows only then, as float16 tables do where it lacks that type. */
      let inWasm = provider === "wasm" ? undefined : () => create("wasm");
      let session = await create(provider)
        .catch((cause) => {
          const instead = inWasm?.() ?? Promise.reject(cause);
          inWasm = undefined;
          return instead;
        })
        .catch(explain);
      return {
        async run(feeds) {
          const outputs = await run(ort, session, await here(feeds, on)).catch(async (cause) => {
            if (!inWasm) return explain(cause);
            await session.release();
            session = await inWasm().catch(explain);
            return run(ort, session, await here(feeds, on)).catch(explain);
          });
          inWasm = undefined;
          return outputs;
        },
        release: () => session.release(),
      };
    },
  };
}

/** Brings to WASM what lies on the device. */
async function here(feeds: Feeds, on: Provider): Promise<Feeds> {
  if (on === "webgpu") return feeds;
  const read = Object.entries(feeds).map(async ([name, { shape, data, held }]) => {
    const values = held ? ((await (held as OrtTensor).getData()) as TensorData) : data;
    return [name, { shape, data: values }];
  });
  return Object.fromEntries(await Promise.all(read));
}

async function run(ort: Ort, session: InferenceSession, feeds: Feeds): Promise<Record<string, Tensor>> {
  await heard();
  const inputs: Record<string, OrtTensor> = {};
  for (const [name, { data, shape, held }] of Object.entries(feeds)) {
    inputs[name] = held
      ? (held as OrtTensor)
      : data instanceof Float32Array
        ? new ort.Tensor("float32", data, shape)
        : new ort.Tensor("int64", data as BigInt64Array, shape);
  }
  const results = await session.run(inputs);
  const outputs: Record<string, Tensor> = {};
  for (const name of session.outputNames) {
    const result = results[name];
    outputs[name] =
      result.location === "gpu-buffer"
        ? { data: NONE, shape: result.dims, held: result }
        : { data: result.data as TensorData, shape: result.dims };
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

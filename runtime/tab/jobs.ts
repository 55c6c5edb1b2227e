import type { Provider } from "../host/browser/providers.ts";
import { errorBody, ServiceError } from "../service/errors.ts";
import type { HeadRow } from "../service/jobs/head-row.ts";
import type { FromCompute, ToCompute } from "./compute-messages.ts";
import type { TabLibrary } from "./library.ts";

/** The making of heads, one at a time, oldest first, in a worker of its own. */
export interface Jobs {
  /** Looks for a head that waits. */
  wake(): void;
  /** @throws ServiceError HEAD_UNKNOWN, JOB_STATE. */
  stop(id: string, to: "paused" | "cancelled"): Promise<void>;
  /** @throws ServiceError HEAD_UNKNOWN, JOB_STATE. */
  resume(id: string): Promise<void>;
  /** Stops making a head that is gone. */
  drop(id: string): void;
  /** The newest live preview of a head that is being made. */
  live(id: string): Uint8Array<ArrayBuffer> | undefined;
}

export interface JobsOptions {
  library: TabLibrary;
  /** What heads are distilled on; absent: what is chosen there. */
  provider?: Provider;
  /** Starts a worker that makes heads. */
  startCompute: () => Worker;
  /** Told of what that worker downloads, in bytes. */
  onLoading: (loaded: number, total: number) => void;
  /** Told when a head is done and none waits. */
  onIdle: () => void;
}

/** Milliseconds that a worker has to end a step before it is ended. */
const GRACE = { paused: 9000, cancelled: 300 };

export function openJobs({ library, provider, startCompute, onLoading, onIdle }: JobsOptions): Jobs {
  let worker: Worker | undefined;
  let running: string | undefined;
  let grace: ReturnType<typeof setTimeout> | undefined;
  const previews = new Map<string, Uint8Array<ArrayBuffer>>();
  const post = (message: ToCompute) => worker?.postMessage(message);

  const settle = async (id: string, change: Partial<HeadRow>, type: "done" | "failed" | "paused" | "cancelled") => {
    clearTimeout(grace);
    running = undefined;
    previews.delete(id);
    await library.change(id, { wanted: null, ...change }, { type, ...(change.error && { error: change.error }) });
    wake();
  };
  /** What was wanted of a head that has stopped; one that was told to go on meanwhile waits again. */
  const stopped = async (id: string) => {
    const { wanted } = rowOf(id) ?? {};
    if (wanted) return settle(id, { state: wanted }, wanted);
    clearTimeout(grace);
    running = undefined;
    await library.change(id, { state: "queued" }, { type: "queued" });
    wake();
  };
  const rowOf = (id: string) => library.list().find((row) => row.id === id);
  const kill = (id: string) => {
    worker?.terminate();
    worker = undefined;
    void stopped(id);
  };
  const fail = (id: string, error: unknown) => settle(id, { state: "failed", error: errorBody(error) }, "failed");
  const hear = async (message: FromCompute) => {
    if (message.type === "loading") return onLoading(message.loaded, message.total);
    const id = running;
    if (id === undefined) return;
    if (message.type === "progress") {
      const type = rowOf(id)?.progress?.stage === message.progress.stage ? "progress" : "stage";
      return library.change(id, { progress: message.progress }, { type, progress: message.progress });
    }
    if (message.type === "preview") {
      const preview = (rowOf(id)?.preview ?? 0) + 1;
      previews.set(id, message.glb);
      return library.change(id, { preview }, { type: "preview", preview });
    }
    if (message.type === "done") {
      await settle(id, { state: "done", finishedAt: new Date() }, "done");
      if (running === undefined) onIdle();
      return;
    }
    if (message.type === "failed") return settle(id, { state: "failed", error: message.error }, "failed");
    return stopped(id);
  };
  const open = () => {
    const started = startCompute();
    started.onmessage = ({ data }: MessageEvent<FromCompute>) => void hear(data).catch(console.error);
    started.onerror = ({ message }) => {
      started.terminate();
      worker = undefined;
      if (running !== undefined) void fail(running, new ServiceError("COMPUTE_CRASHED", message));
    };
    return started;
  };
  const wake = () => {
    if (running !== undefined) return;
    const next = library.list().findLast(({ state }) => state === "queued");
    if (!next) return;
    running = next.id;
    worker ??= open();
    void library.change(next.id, { state: "running", error: null }, { type: "started" });
    post({ type: "start", id: next.id, request: next.request, provider });
  };
  // What heads are made of is read while the first prompt is typed.
  worker = open();
  return {
    wake,
    live: (id) => previews.get(id),
    async stop(id, to) {
      const { state, wanted } = library.find(id);
      if (state === to || wanted === to) return;
      if (state === "running") {
        await library.change(id, { wanted: to });
        post({ type: "stop" });
        clearTimeout(grace);
        grace = setTimeout(() => running === id && kill(id), GRACE[to]);
        return;
      }
      const from = to === "cancelled" ? ["queued", "paused", "failed"] : ["queued"];
      if (!from.includes(state)) throw new ServiceError("JOB_STATE", `Job ${id} is ${state}.`);
      await library.change(id, { state: to }, { type: to });
    },
    async resume(id) {
      const { state, wanted } = library.find(id);
      if (state === "running" && wanted) return library.change(id, { wanted: null });
      if (state === "queued" || state === "running") return;
      if (state === "done") throw new ServiceError("JOB_STATE", `Job ${id} is ${state}.`);
      await library.change(id, { state: "queued", error: null }, { type: "queued" });
      wake();
    },
    drop(id) {
      if (running === id) kill(id);
    },
  };
}

import { constants, setPriority } from "node:os";
import { Worker } from "node:worker_threads";
import type { HeadStore } from "../../head/store.ts";
import { siblingModule } from "../../host/node/sibling-module.ts";
import { errorBody, jobError } from "../errors.ts";
import type { Progress } from "../schemas/heads.ts";
import { openPlace } from "../storage/place.ts";
import { LIVE_NAME } from "./names.ts";
import type { PreviewMesh } from "./preview.ts";
import type { ComputeJob, FromCompute, ToCompute } from "./protocol.ts";

/** What a compute entry is given. */
export interface ComputeContext {
  store: HeadStore;
  /** Aborts when the job is to stop: write a checkpoint, then throw the AbortError. */
  signal: AbortSignal;
  onProgress(progress: Progress): void;
  onPreview(preview: PreviewMesh): void;
}

/**
 * Turns this process into a compute process: waits for the job, runs it, reports through IPC, ends. It runs at low
 * priority, so that the service stays quick on a machine with few cores, and it never outlives its parent.
 * @param run makes the head and returns its report; it must go on from the store's checkpoint.
 * @param prepare loads what every head needs, in pieces, until the signal says that the job has come.
 */
export function serveCompute(
  run: (job: ComputeJob, context: ComputeContext) => Promise<object>,
  prepare?: (threads: number | undefined, signal: AbortSignal) => Promise<void>,
): void {
  const controller = new AbortController();
  const begun = new AbortController();
  watchParent();
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  process.on("disconnect", () => process.exit(1));
  process.on("SIGINT", () => {}); // Ctrl-C reaches the whole process group; the parent decides what happens.
  process.on("message", async (message: ToCompute) => {
    if (message.type === "stop") return controller.abort();
    if (message.type === "prepare") {
      // What fails here fails again, and is told of, when the job asks for it.
      await prepare?.(message.threads, begun.signal).catch(() => {});
      return report({ type: "prepared" });
    }
    begun.abort();
    const last = await runJob(message.job, controller.signal, run);
    process.send?.(last, () => process.exit(0));
  });
  report({ type: "ready" });
}

async function runJob(
  job: ComputeJob,
  signal: AbortSignal,
  run: (job: ComputeJob, context: ComputeContext) => Promise<object>,
): Promise<FromCompute> {
  try {
    const { store, put } = await openPlace(job.place);
    let encoding: Promise<void> | undefined;
    const onPreview = (mesh: PreviewMesh) => {
      encoding ??= Promise.all([import("./preview.ts"), import("../../host/node/images.ts")])
        .then(([{ encodePreview }, { encodeImage }]) => encodePreview(mesh, encodeImage))
        .then((bytes) => put(LIVE_NAME, bytes))
        .then(() => report({ type: "preview" }))
        .catch((error) => void process.stderr.write(`preview: ${error}\n`))
        .finally(() => {
          encoding = undefined;
        });
    };
    const onProgress = (progress: Progress) => report({ type: "progress", progress });
    const done = await run(job, { store, signal, onProgress, onPreview });
    await encoding;
    return { type: "done", report: done };
  } catch (error) {
    if (signal.aborted && (error as Error)?.name === "AbortError") return { type: "stopped" };
    process.stderr.write(`${(error as Error)?.stack ?? error}\n`);
    return { type: "failed", error: errorBody(jobError(error)) };
  }
}

function report(message: FromCompute): void {
  if (process.connected) process.send?.(message);
}

/** A thread of its own, since a network evaluation keeps the main one busy for seconds. */
function watchParent(): void {
  new Worker(siblingModule(import.meta.url, "./watch-parent"), { workerData: process.ppid }).unref();
}

import { type Compute, type Outcome, startCompute } from "../compute/fork.ts";
import type { Standby } from "../compute/standby.ts";
import type { Database } from "../database/database.ts";
import { type ErrorBody, errorBody, ServiceError } from "../errors.ts";
import type { Packs } from "../packs.ts";
import type { Library } from "../storage/library.ts";
import { removeJob } from "./document.ts";
import type { HeadRow } from "./head-row.ts";
import { changeState, findHead } from "./heads.ts";
import { moveJob } from "./move-job.ts";
import { progressWriter } from "./progress-writer.ts";

/** What a worker needs. */
export interface WorkerContext {
  db: Database;
  library: Library;
  packs: Packs;
  /** Gives out compute processes. */
  standby: Standby;
  threads?: number;
  provider?: string;
  previewInterval: number;
  warn: (message: string) => void;
}

/** How often a worker looks whether its job is still wanted. */
const WATCH_MS = 400;
/** A pause waits for the running step and its checkpoint; a cancelled head needs neither. */
const GRACE_MS = { paused: 9000, cancelled: 300, released: 3000 };
const MAX_CRASHES = 3;

/**
 * Makes one head to its end, or as far as it is wanted.
 * @param signal aborts where the queue took the job back, or the worker is stopping: the job is left to the next one.
 * @throws where the job is to be handed out again.
 */
export async function makeHead(context: WorkerContext, id: string, signal: AbortSignal): Promise<void> {
  const { db } = context;
  await changeState(db, id, { from: ["queued"], to: "running", event: "started" });
  let crashes = 0;
  for (;;) {
    const row = await findHead(db, id);
    if (!row) return context.library.alone(id, () => removeJob(context.library, id));
    if (row.state !== "running") return;
    if (row.wanted) {
      await settleWish(context, id);
      continue;
    }
    const missing = missingPack(context, row);
    if (missing) return fail(context, id, missing);
    await context.library.alone(id, () => context.library.sweep(id));
    const { outcome, moved } = await runOnce(context, row, signal);
    if (signal.aborted && outcome.kind !== "done") {
      await changeState(db, id, { from: ["running"], to: "queued", ifWanted: null, event: "queued" });
      throw new Error(`head ${id} was released at its checkpoint`);
    }
    if (outcome.kind === "done") {
      return finish(context, id, outcome.report).catch((error) => fail(context, id, errorBody(error)));
    }
    if (outcome.kind === "failed") return fail(context, id, outcome.error);
    if (outcome.kind === "crashed") {
      context.warn(`compute of head ${id} died (${outcome.why}); it goes on from its checkpoint`);
      crashes = moved ? 1 : crashes + 1;
      if (crashes >= MAX_CRASHES) {
        const died = new ServiceError("COMPUTE_CRASHED", `The compute process died: ${outcome.why}`);
        return fail(context, id, errorBody(died));
      }
    }
  }
}

/** One life of a compute process. @returns its outcome, and whether it came further than its start. */
async function runOnce(context: WorkerContext, { id, request }: HeadRow, signal: AbortSignal) {
  const { db, library, packs, standby, threads, provider, previewInterval, warn } = context;
  const writer = progressWriter(db, id, warn);
  const pack = packs.reference(request.pack);
  const place = { library: library.location, head: id };
  const parent = request.edit && { library: library.location, head: request.edit.parent };
  const job = { request, pack, place, parent, threads, provider, previewInterval };
  let reports = 0;
  const compute = startCompute(standby.take(), job, {
    onProgress(progress) {
      reports++;
      writer.progress(progress);
    },
    onPreview: writer.preview,
  });
  const unwatch = watch(db, id, compute, signal);
  const outcome: Outcome = await compute.outcome;
  unwatch();
  await writer.settled();
  return { outcome, moved: reports > 20 };
}

/** Stops the process when its head is paused, cancelled or deleted, or when the worker lets go of the job. */
function watch(db: Database, id: string, compute: Compute, signal: AbortSignal): () => void {
  let stopping = false;
  const stop = (grace: number) => {
    if (!stopping) compute.stop(grace);
    stopping = true;
  };
  const release = () => stop(GRACE_MS.released);
  if (signal.aborted) release();
  signal.addEventListener("abort", release);
  const look = async () => {
    const row = await findHead(db, id);
    if (!row) compute.kill();
    else if (row.wanted) stop(GRACE_MS[row.wanted]);
  };
  const timer = setInterval(() => void look().catch(() => {}), WATCH_MS);
  return () => {
    clearInterval(timer);
    signal.removeEventListener("abort", release);
  };
}

/** A worker on another machine may lack a pack that the service has. */
function missingPack({ packs }: WorkerContext, { request }: HeadRow): ErrorBody | undefined {
  try {
    packs.reference(request.pack);
    return undefined;
  } catch (error) {
    return errorBody(error);
  }
}

async function settleWish(context: WorkerContext, id: string): Promise<void> {
  const { db, library } = context;
  await library.alone(id, async () => {
    const row = await findHead(db, id);
    const wanted = row?.wanted;
    if (!row || !wanted) return;
    const change = { from: ["running"], to: wanted, ifWanted: wanted, event: wanted } as const;
    await moveJob(context, row, { state: wanted }, () => changeState(db, id, change));
  });
}

async function finish(context: WorkerContext, id: string, report: object): Promise<void> {
  const { db, library } = context;
  await library.alone(id, async () => {
    const row = await findHead(db, id);
    if (!row) return removeJob(library, id);
    const change = { from: ["running"], to: "done", report, event: "done" } as const;
    await moveJob(context, row, { state: "done" }, () => changeState(db, id, change));
  });
}

async function fail(context: WorkerContext, id: string, error: ErrorBody): Promise<void> {
  const { db, library, warn } = context;
  await library.alone(id, async () => {
    const row = await findHead(db, id);
    if (!row) return removeJob(library, id);
    const change = () => changeState(db, id, { from: ["running"], to: "failed", error, event: "failed" });
    await moveJob(context, row, { state: "failed", error }, change).catch(async (why) => {
      warn(`the failure of head ${id} is not written: ${why}`);
      await change();
    });
  });
}

import type { PgBoss } from "pg-boss";
import { makeHead, type WorkerContext } from "./make-head.ts";
import { QUEUE, type QueuedJob } from "./queue.ts";

/** Takes jobs from the queue. */
export interface Worker {
  /** Writes checkpoints, gives the running jobs back to the queue, and takes no more. */
  stop(): Promise<void>;
}

/** @param concurrency heads made at the same time by this worker, each in a process of its own. */
export async function startWorker(boss: PgBoss, context: WorkerContext, concurrency = 1): Promise<Worker> {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const options = {
    batchSize: 1,
    localConcurrency: concurrency,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 2,
    heartbeatRefreshSeconds: 3,
  };
  const working: Promise<string> = boss.work<QueuedJob>(QUEUE, options, async ([{ data, signal }]) => {
    const making = makeHead(context, data.head, AbortSignal.any([signal, stopping.signal]));
    running.add(making);
    try {
      await making;
    } finally {
      running.delete(making);
      // While a head is made it has the cores for itself.
      if (running.size === 0) void context.standby.prepare();
      boss.notifyWorker(await working); // The next job begins at once, not at the next poll.
    }
  });
  await working;
  void context.standby.prepare();
  return {
    async stop() {
      stopping.abort();
      const left = boss.offWork(QUEUE, { wait: true });
      await Promise.allSettled(running);
      await left;
    },
  };
}

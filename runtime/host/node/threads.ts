/** Threads of this process for the kernels: `loadKernels(bytes, { threads, startThread })`. */

import { Worker } from "node:worker_threads";
import type { ThreadStart } from "../../kernels/threads.ts";

/** Starts a thread that lives as long as the process and does not keep it alive. */
export function startThread(start: ThreadStart): void {
  new Worker(new URL("./kernel-thread.ts", import.meta.url), { workerData: start }).unref();
}

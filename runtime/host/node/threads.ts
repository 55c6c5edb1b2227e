/** Threads of this process for the kernels: `loadKernels(bytes, { threads, startThread })`. */

import { Worker } from "node:worker_threads";
import type { ThreadStart } from "../../kernels/threads.ts";
import { siblingModule } from "./sibling-module.ts";

/** Starts a thread that lives as long as the process and does not keep it alive. */
export function startThread(start: ThreadStart): void {
  new Worker(siblingModule(import.meta.url, "./kernel-thread"), { workerData: start }).unref();
}

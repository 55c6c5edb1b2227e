/** What a thread started by `threads.ts` runs. */

import { workerData } from "node:worker_threads";
import { runKernelThread } from "../../kernels/threads.ts";

await runKernelThread(workerData);

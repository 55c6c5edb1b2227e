/** What a worker started by `threads.ts` runs. */

import { runKernelThread, type ThreadStart } from "../../kernels/threads.ts";

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => void runKernelThread(data);

import type { ThreadStart } from "../../kernels/threads.ts";

/** Threads that may share memory with this one, itself included: browsers grant more than one to pages that are isolated from other origins. */
export function threadsHere(): number {
  return self.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}

/** Starts a thread for the kernels, which lives as long as this worker. `npm run site` builds its script beside this one's. */
export function startThread(start: ThreadStart): void {
  const script = new URL("kernel-thread.js", self.location.href);
  new Worker(script, { type: "module", name: "headartist kernels" }).postMessage(start);
}

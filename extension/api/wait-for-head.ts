import type { Head, Progress } from "../service-types.ts";
import type { Client } from "./client.ts";

export interface WaitOptions {
  /** Stops waiting; the head goes on being made. */
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Milliseconds between two looks. */
  interval?: number;
}

const SETTLED: readonly Head["state"][] = ["done", "failed", "cancelled", "paused"];

/**
 * Waits until a head is done, or is not being made any more: see its `state` and `error`.
 * @throws ServiceRefusal, ServiceUnreachable; the signal's reason.
 */
export async function waitForHead(
  client: Client,
  id: string,
  { signal, onProgress, interval = 500 }: WaitOptions = {},
): Promise<Head> {
  for (;;) {
    signal?.throwIfAborted();
    const head = await client.call("readHead", { id });
    if (SETTLED.includes(head.state)) return head;
    if (onProgress) {
      const { jobs } = await client.call("listJobs", {});
      const progress = jobs.find((job) => job.id === id)?.progress;
      if (progress) onProgress(progress);
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Layer } from "../../head/layers/types.ts";
import { siblingModule } from "./sibling-module.ts";

/** Draws the sheet of a head's layers on a thread of its own, while the files are written. @throws what the thread throws. */
export async function drawSheetApart(layers: Layer[]): Promise<Uint8Array> {
  // What is not drawn is not copied.
  const drawn = layers.map(({ levels: [finest], ...layer }) => ({
    ...layer,
    levels: finest ? [{ ...finest, targets: new Map() }] : [],
  }));
  const thread = new Worker(siblingModule(import.meta.url, "./sheet-thread"), { workerData: drawn });
  thread.unref();
  try {
    const [png] = await once(thread, "message");
    return png;
  } finally {
    void thread.terminate();
  }
}

import { forkCompute, type Waiting } from "./fork.ts";
import type { FromCompute, ToCompute } from "./protocol.ts";

/** Gives out compute processes, and keeps one ready where that is wanted. */
export interface Standby {
  /** The process that has been prepared, or a new one. */
  take(): Waiting;
  /** Prepares one for the next head, unless one waits already. @returns when it is prepared, or gone. */
  prepare(): Promise<void>;
  close(): void;
}

/**
 * Keeps a process that has loaded what every head needs, so that a head shows within a second of its being asked for. It takes
 * 400 MB while it waits.
 * @param entry module that calls `serveCompute`. @param ahead false prepares none.
 */
export function keepStandby(entry: URL, { ahead = true, threads }: { ahead?: boolean; threads?: number }): Standby {
  let waiting: Waiting | undefined;
  let closed = false;
  return {
    take() {
      const taken = waiting ?? forkCompute(entry);
      waiting = undefined;
      return taken;
    },
    async prepare() {
      if (!ahead || closed || waiting) return;
      const next = forkCompute(entry);
      waiting = next;
      const { child } = next;
      const prepared = new Promise<void>((resolve) => {
        child.on("message", ({ type }: FromCompute) => type === "prepared" && resolve());
        child.once("error", () => resolve());
        // One that dies while it waits is not missed: the next head gets a new one.
        child.once("close", () => {
          if (waiting === next) waiting = undefined;
          resolve();
        });
      });
      const message: ToCompute = { type: "prepare", threads };
      void next.ready.then(() => child.connected && child.send(message, () => {}));
      return prepared;
    },
    close() {
      closed = true;
      waiting?.child.kill("SIGKILL");
      waiting = undefined;
    },
  };
}

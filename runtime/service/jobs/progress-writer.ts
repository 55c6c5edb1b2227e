import type { Database } from "../database/database.ts";
import type { Progress } from "../schemas/heads.ts";
import { recordPreview, recordProgress } from "./heads.ts";

/** Brings what a compute process reports into the database, one write at a time. */
export interface ProgressWriter {
  progress(progress: Progress): void;
  preview(): void;
  /** Resolves when everything told so far is written. */
  settled(): Promise<void>;
}

/** Milliseconds between two writes of progress within a stage. */
const INTERVAL = 400;

/** Reports that come faster than they can be written are dropped, except for a stage's first. */
export function progressWriter(db: Database, head: string, warn: (message: string) => void): ProgressWriter {
  let stage = "";
  let last = 0;
  let waiting = 0;
  let chain = Promise.resolve();
  const append = (write: () => Promise<void>) => {
    waiting++;
    chain = chain
      .then(write)
      .catch((error) => warn(`progress of ${head} is not recorded: ${error}`))
      .then(() => void waiting--);
  };
  return {
    progress(progress) {
      const type = progress.stage === stage ? "progress" : "stage";
      const now = Date.now();
      if (type === "progress" && (now - last < INTERVAL || waiting > 2)) return;
      stage = progress.stage;
      last = now;
      append(() => recordProgress(db, head, type, progress));
    },
    preview() {
      if (waiting <= 2) append(() => recordPreview(db, head));
    },
    settled: () => chain,
  };
}

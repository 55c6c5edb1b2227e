import { keepStandby } from "./compute/standby.ts";
import { serverDatabase } from "./database/server.ts";
import { openTables } from "./database/tables.ts";
import { openQueue } from "./jobs/queue.ts";
import { startWorker } from "./jobs/worker.ts";
import { DEFAULTS, type ServiceOptions } from "./options.ts";
import { openPacks } from "./packs.ts";
import { keepHouse, stopQueue } from "./start.ts";
import { openLibrary } from "./storage/open-library.ts";

/** What {@link startRemoteWorker} takes: the database and the library are shared with a service on another machine. */
export type RemoteWorkerOptions = Required<Pick<ServiceOptions, "databaseUrl" | "heads">> &
  Pick<ServiceOptions, "packs" | "workers" | "threads" | "provider" | "entry" | "standby" | "previewInterval" | "warn">;

/** Takes jobs from a PostgreSQL server without answering HTTP. @returns a function that gives its jobs back and ends it. */
export async function startRemoteWorker(options: RemoteWorkerOptions): Promise<() => Promise<void>> {
  const { warn = DEFAULTS.warn, workers = 1, entry = DEFAULTS.entry, threads, provider } = options;
  const { previewInterval = DEFAULTS.previewInterval, standby: ahead = DEFAULTS.standby } = options;
  const db = await serverDatabase(options.databaseUrl, warn);
  await openTables(db);
  const boss = await openQueue(db, warn);
  const library = await openLibrary(options.heads);
  const standby = keepStandby(entry, { ahead, threads });
  const worker = await startWorker(
    boss,
    { db, library, packs: openPacks(options.packs), standby, threads, provider, previewInterval, warn },
    workers,
  );
  const end = keepHouse(db, boss, warn);
  return async () => {
    end();
    await worker.stop();
    standby.close();
    await stopQueue(boss);
    await db.close();
  };
}

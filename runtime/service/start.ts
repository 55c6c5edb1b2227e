import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import type { PgBoss } from "pg-boss";
import { clearTemporary } from "../host/node/files.ts";
import { openPartPictures } from "../host/node/part-pictures.ts";
import { packageVersion } from "../host/node/paths.ts";
import { createApp } from "./app.ts";
import { keepStandby } from "./compute/standby.ts";
import type { Database } from "./database/database.ts";
import { openDatabase } from "./database/open.ts";
import { openTables } from "./database/tables.ts";
import { ServiceError } from "./errors.ts";
import { eventHub } from "./events/hub.ts";
import { pruneEvents } from "./events/log.ts";
import { openQueue } from "./jobs/queue.ts";
import { adoptHeads, reconcile, recoverExclusive, sweepHeads } from "./jobs/reconcile.ts";
import { startWorker } from "./jobs/worker.ts";
import { lockFolder } from "./lock.ts";
import { serviceMetrics } from "./metrics.ts";
import { DEFAULTS, type ServiceOptions } from "./options.ts";
import { openPacks } from "./packs.ts";
import { allowList, ownNames } from "./security/allow-list.ts";
import { pairing } from "./security/pairing.ts";
import { isExposed } from "./security/private-folder.ts";
import { launchToken } from "./security/token.ts";
import { openLibrary } from "./storage/open-library.ts";

/** A service that listens. */
export interface Service {
  /** Where this machine reaches it. */
  url: string;
  /** Every URL that it answers to. */
  urls: string[];
  token: string;
  /** Gives running jobs back at a checkpoint, closes everything, revokes the token. */
  stop(): Promise<void>;
}

const RECONCILE_MS = 2000;
const PRUNE_MS = 60_000;

/** Starts the whole service: database, queue, worker, HTTP. What was started is stopped again where a later part fails. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const { data, host, port, workers, entry, standby, previewInterval, warn, showCode } = {
    ...DEFAULTS,
    ...definedOf(options),
  };
  const closers: (() => unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  const keep = <T>(resource: T, close: (resource: T) => unknown): T => {
    closers.push(() => close(resource));
    return resource;
  };
  const listFor = (port: number) => allowList(host, port, { hosts: options.allowHosts, origins: options.allowOrigins });
  try {
    let allowed = listFor(port);
    keep(await lockFolder(data), (free) => free());
    if (port !== 0) await tryPort(host, port);
    const db = keep(await openDatabase(data, options.databaseUrl, warn), (db) => db.close());
    const epoch = await openTables(db);
    const boss = keep(await openQueue(db, warn), stopQueue);
    const library = await openLibrary(options.heads ?? join(data, "heads"));
    if (options.heads && !options.heads.includes("://") && (await isExposed(options.heads))) {
      warn(`other users of this machine can look into ${options.heads}: run chmod 700 on it`);
    }
    await clearTemporary(data);
    if (db.exclusive) {
      await recoverExclusive(db, boss);
      await sweepHeads(library);
    }
    await adoptHeads(db, library, warn);
    keep(keepHouse(db, boss, warn), (end) => end());
    const hub = keep(eventHub(db, warn), (hub) => hub.close());
    const token = keep(await launchToken(data, options.token), (token) => token.revoke());
    const packs = openPacks(options.packs);
    const pictures = keep(openPartPictures(join(data, "cache", "parts")), (one) => one.close());
    const app = await createApp({
      ...{ db, boss, library, hub, epoch, token, packs, pictures, warn },
      place: { data: resolve(data), usual: resolve(data) === resolve(DEFAULTS.data) },
      version: packageVersion(),
      metrics: serviceMetrics(db, hub),
      pairing: pairing(showCode),
      allowed: () => allowed,
      studio: options.studio,
    });
    keep(app, (app) => app.close());
    await listen(() => app.listen({ host, port }), host, port);
    const bound = (app.server.address() as AddressInfo).port;
    allowed = listFor(bound);
    const urls = ownNames(host).map((name) => `http://${name}:${bound}`);
    const [url] = urls;
    await token.publish(url);
    if (workers > 0) {
      const context = {
        db,
        library,
        packs,
        standby: keep(keepStandby(entry, { ahead: standby, threads: options.threads }), (one) => one.close()),
        previewInterval,
        warn,
        threads: options.threads,
        provider: options.provider,
      };
      keep(await startWorker(boss, context, workers), (worker) => worker.stop());
    }
    await reconcile(db, boss);
    return { url, urls, token: token.token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Queues what was lost, forgets what is old. @returns a function that ends it. */
export function keepHouse(db: Database, boss: PgBoss, warn: (message: string) => void): () => void {
  const trouble = (error: Error) => warn(`housekeeping: ${error.message}`);
  const timers = [
    setInterval(() => void reconcile(db, boss).catch(trouble), RECONCILE_MS),
    setInterval(() => void pruneEvents(db).catch(trouble), PRUNE_MS),
  ];
  return () => timers.forEach(clearInterval);
}

export async function stopQueue(boss: PgBoss): Promise<void> {
  await boss.stop({ graceful: false, close: true });
}

/** Says at once what listening would say after the database is open. */
async function tryPort(host: string, port: number): Promise<void> {
  const server = createServer();
  await listen(async () => once(server.listen({ host, port }), "listening"), host, port);
  server.close();
}

async function listen(start: () => Promise<unknown>, host: string, port: number): Promise<void> {
  try {
    await start();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new ServiceError("PORT_IN_USE", `Another program listens on port ${port}.`);
    if (code === "EACCES") throw new RangeError(`--port ${port}: this user may not listen there; take one above 1023`);
    if (code !== "EADDRNOTAVAIL" && code !== "ENOTFOUND") throw error;
    throw new RangeError(`--host ${host}: this machine has no such address; use 127.0.0.1`);
  }
}

/** Options given as undefined leave the default standing. */
function definedOf<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

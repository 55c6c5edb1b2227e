import type { PgBoss } from "pg-boss";
import type { Database } from "../database/database.ts";
import type { Library } from "../storage/library.ts";
import { DamagedNote, readJob, setAside } from "./document.ts";
import { insertHeads, type NewHead } from "./heads.ts";
import { enqueue, QUEUE } from "./queue.ts";

const MAX_SENT_AT_ONCE = 500;
/** Few enough for the files that a process may hold open. */
const READ_AT_ONCE = 64;
const INSERTED_AT_ONCE = 500;

/**
 * Queues every head that waits and is in no worker's hands. Called at the start and every two seconds: it heals a crash
 * between the head's row and the queue's, and a job that was resumed while its worker was still letting go of it.
 */
export async function reconcile(db: Database, boss: PgBoss): Promise<void> {
  const lost = await db.query<{ id: string }>(
    `select id from headartist.head h
     where state in ('queued', 'running') and not exists (
       select 1 from pgboss.job j
       where j.name = $1 and j.singleton_key = h.id::text and j.state in ('created', 'retry', 'active'))
     order by (state = 'running') desc, seq limit ${MAX_SENT_AT_ONCE}`,
    [QUEUE],
  );
  await enqueue(boss, ...lost.map(({ id }) => id));
}

/**
 * Takes into the table every head that the library holds and the table does not. A note that cannot be read, or that the
 * database refuses, is set aside, and every other head is there.
 * @param warn is told of each that is left out.
 */
export async function adoptHeads(db: Database, library: Library, warn: (message: string) => void): Promise<void> {
  const known = new Set((await db.query<{ id: string }>("select id from headartist.head")).map(({ id }) => id));
  const missing = (await library.list()).filter((id) => !known.has(id));
  const found: NewHead[] = [];
  for (let at = 0; at < missing.length; at += READ_AT_ONCE) {
    const read = missing.slice(at, at + READ_AT_ONCE).map((id) => noteOf(library, id, warn));
    for (const head of await Promise.all(read)) if (head) found.push(head);
  }
  found.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  for (let at = 0; at < found.length; at += INSERTED_AT_ONCE) {
    await take(db, library, found.slice(at, at + INSERTED_AT_ONCE), warn);
  }
}

async function noteOf(library: Library, id: string, warn: (message: string) => void): Promise<NewHead | undefined> {
  try {
    const job = await readJob(library, id);
    return job && { ...job, id, createdAt: new Date(job.createdAt) };
  } catch (error) {
    await leaveOut(library, id, error, warn);
    return undefined;
  }
}

/** What the database refuses as a whole it is given in halves, until the heads that it refuses stand alone. */
async function take(db: Database, library: Library, heads: NewHead[], warn: (message: string) => void): Promise<void> {
  try {
    await insertHeads(db, heads);
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    if (heads.length === 1) return leaveOut(library, heads[0].id, error, warn);
    const half = heads.length >> 1;
    await take(db, library, heads.slice(0, half), warn);
    await take(db, library, heads.slice(half), warn);
  }
}

/** A note that is there and unusable is renamed; one that cannot be reached (a folder in its place, no permission) stays. */
async function leaveOut(library: Library, id: string, error: unknown, warn: (message: string) => void): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  if (!(error instanceof DamagedNote) && !isRefusedValue(error)) return warn(`head ${id} is left out: ${why}`);
  warn(`job.json of head ${id} is set aside as job.damaged.json: ${why}`);
  await setAside(library, id).catch((failed) => warn(`job.json of head ${id} stays where it is: ${failed.message}`));
}

/** PostgreSQL's class 22, data exceptions, and 23, constraints. */
function isRefusedValue(error: unknown): boolean {
  return /^2[23][0-9A-Z]{3}$/.test(String((error as { code?: unknown } | undefined)?.code));
}

/**
 * After a crash of the only process that can use this database: nothing it calls running runs any more. The queue is
 * emptied and filled again from the heads; a wish that was not yet fulfilled is fulfilled now.
 */
export async function recoverExclusive(db: Database, boss: PgBoss): Promise<void> {
  await boss.deleteAllJobs(QUEUE);
  await db.query(
    "update headartist.head set state = coalesce(wanted, 'queued'), wanted = null where state = 'running'",
  );
}

/** Frees the room that files half written before a crash take. For a library that nobody else writes to. */
export async function sweepHeads(library: Library): Promise<void> {
  const ids = await library.list();
  for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
    await Promise.all(ids.slice(at, at + READ_AT_ONCE).map((id) => library.sweep(id)));
  }
}

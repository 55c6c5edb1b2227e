import type { PgBoss } from "pg-boss";
import type { Database } from "../database/database.ts";
import type { Library } from "../storage/library.ts";
import { readJob } from "./document.ts";
import { insertHead } from "./heads.ts";
import { enqueue, QUEUE } from "./queue.ts";

const MAX_SENT_AT_ONCE = 500;

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
  for (const { id } of lost) await enqueue(boss, id);
}

/** Takes into the table every head that the library holds and the table does not. */
export async function adoptHeads(db: Database, library: Library): Promise<void> {
  const known = new Set((await db.query<{ id: string }>("select id from headartist.head")).map(({ id }) => id));
  const missing = (await library.list()).filter((id) => !known.has(id));
  const jobs = await Promise.all(missing.map(async (id) => ({ id, job: await readJob(library, id) })));
  const found = jobs.flatMap(({ id, job }) => (job ? [{ ...job, id }] : []));
  found.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  for (const { id, createdAt, request, state, error } of found) {
    await insertHead(db, { id, createdAt: new Date(createdAt), request, state, error });
  }
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

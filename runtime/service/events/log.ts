import type { Database } from "../database/database.ts";
import type { ServiceEvent } from "../schemas/heads.ts";

/** An event as stored. */
export interface LoggedEvent {
  id: number;
  event: ServiceEvent;
}

const KEEP_HOURS = 24;

/** @returns events after `id`, oldest first, at most 500. */
export async function readEvents(db: Database, id: number): Promise<LoggedEvent[]> {
  const rows = await db.query<{ id: number; at: Date; head: string; type: string; data: object }>(
    "select id::float8 as id, at, head, type, data from headartist.event where id > $1 order by id limit 500",
    [id],
  );
  return rows.map(({ id, at, head, type, data }) => ({ id, event: { type, head, at: at.toISOString(), ...data } }));
}

/** Id of the newest event and of the oldest one that is kept; both 0 in an empty log. */
export async function eventRange(db: Database): Promise<{ first: number; last: number }> {
  const text =
    "select coalesce(min(id), 0)::float8 as first, coalesce(max(id), 0)::float8 as last from headartist.event";
  return (await db.query<{ first: number; last: number }>(text))[0];
}

/** Forgets the progress of heads that are at an end, and whatever is older than a day; the newest event stays. */
export async function pruneEvents(db: Database): Promise<void> {
  await db.query(
    `delete from headartist.event e where id < (select max(id) from headartist.event) and (
       at < now() - interval '${KEEP_HOURS} hours'
       or (type in ('progress', 'preview') and at < now() - interval '10 minutes'))`,
  );
}

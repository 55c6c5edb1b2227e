import type { Database } from "../database/database.ts";
import { IN_ORDER } from "../database/tables.ts";
import type { ErrorBody } from "../errors.ts";
import type { Progress, ServiceEvent } from "../schemas/heads.ts";
import type { HeadRow, SettledRequest, StoredState } from "./head-row.ts";

const COLUMNS = `id, created_at as "createdAt", finished_at as "finishedAt", request, state, wanted, progress, preview, error`;

export async function findHead(db: Database, id: string): Promise<HeadRow | undefined> {
  return (await db.query<HeadRow>(`select ${COLUMNS} from headartist.head where id = $1`, [id]))[0];
}

/** Newest first. @param before the id that the previous page ended with. */
export function listHeads(db: Database, limit: number, before?: string): Promise<HeadRow[]> {
  const older = "$2::uuid is null or seq < (select seq from headartist.head where id = $2)";
  const text = `select ${COLUMNS} from headartist.head where ${older} order by seq desc limit $1`;
  return db.query<HeadRow>(text, [limit, before ?? null]);
}

/**
 * Every version of a head that is still there, oldest first: up to the first parent, then all that was edited from it.
 * Parents that go round in a circle, which no request can make and a hand can, end where they meet again.
 * @returns nothing where there is no such head.
 */
export async function listVersions(db: Database, id: string): Promise<HeadRow[]> {
  const text = `
    with recursive up as (
      select id, request->'edit'->>'parent' as parent, 0 as depth from headartist.head where id = $1
      union all
      select h.id, h.request->'edit'->>'parent', depth + 1 from headartist.head h join up on h.id::text = up.parent
    ) cycle id set again using path, tree as (
      (select id from up where not again order by depth desc limit 1)
      union
      select h.id from headartist.head h join tree on h.request->'edit'->>'parent' = tree.id::text
    )
    select ${COLUMNS} from headartist.head where id in (select id from tree) order by seq`;
  return db.query<HeadRow>(text, [id]);
}

/** Everything that is not at an end, in the order it was asked for. */
export function listUnfinished(db: Database): Promise<HeadRow[]> {
  const states = "('queued', 'running', 'paused')";
  return db.query<HeadRow>(`select ${COLUMNS} from headartist.head where state in ${states} order by seq limit 1000`);
}

export async function countHeads(db: Database): Promise<Record<string, number>> {
  const rows = await db.query<{ state: string; n: number }>(
    "select state, count(*)::int as n from headartist.head group by state",
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** A head that the table is to take in. */
export interface NewHead {
  id: string;
  createdAt: Date;
  request: SettledRequest;
  state: StoredState;
  error?: ErrorBody | null;
}

/** Takes heads in, in this order, with an event each. @returns how many were not there already. */
export async function insertHeads(db: Database, heads: readonly NewHead[]): Promise<number> {
  const text = `
    with made as (
      insert into headartist.head (id, created_at, request, state, error)
      select (head->>'id')::uuid, (head->>'createdAt')::timestamptz, head->'request', head->>'state',
        nullif(head->'error', 'null'::jsonb)
      from jsonb_array_elements($1::jsonb) with ordinality as given(head, at) order by at
      on conflict do nothing returning id, state
    )
    insert into headartist.event (head, type, data) select made.id, made.state, '{}' from made, ${IN_ORDER} returning head`;
  return (await db.query(text, [JSON.stringify(heads)])).length;
}

/** What a change of state sets; `wanted` is cleared unless given. */
export interface Change {
  from: readonly StoredState[];
  to: StoredState;
  /** Applies only while the wish is this one; null: only without a wish. Absent: whatever it is. */
  ifWanted?: "paused" | "cancelled" | null;
  error?: ErrorBody;
  report?: object;
  /** Told to whoever listens. */
  event: ServiceEvent["type"];
}

/** Changes the state and writes the event in one statement. @returns false where the head was in none of `from`. */
export async function changeState(db: Database, id: string, change: Change): Promise<boolean> {
  const ended = ["done", "failed", "cancelled"].includes(change.to);
  const wish = change.ifWanted === undefined ? "" : "and wanted is not distinct from $6";
  const text = `
    with changed as (
      update headartist.head set state = $2, wanted = null, error = $3, report = coalesce($4, report),
        finished_at = ${ended ? "now()" : "null"}
      where id = $1 and state = any($5::text[]) ${wish} returning id
    )
    insert into headartist.event (head, type, data)
      select changed.id, $${wish ? 7 : 6}, $${wish ? 8 : 7}::jsonb from changed, ${IN_ORDER} returning head`;
  const error = change.error ? JSON.stringify(change.error) : null;
  const data = JSON.stringify(change.error ? { error: change.error } : {});
  const values: unknown[] = [id, change.to, error, change.report ? JSON.stringify(change.report) : null, change.from];
  if (wish) values.push(change.ifWanted);
  values.push(change.event, data);
  return (await db.query(text, values)).length === 1;
}

/** Asks a running job to stop. @returns false where it was not running. */
export async function wish(db: Database, id: string, wanted: "paused" | "cancelled" | null): Promise<boolean> {
  const text = "update headartist.head set wanted = $2 where id = $1 and state = 'running' returning id";
  return (await db.query(text, [id, wanted])).length === 1;
}

export async function recordProgress(db: Database, id: string, type: "stage" | "progress", progress: Progress) {
  const text = `
    with changed as (update headartist.head set progress = $2 where id = $1 returning id)
    insert into headartist.event (head, type, data)
      select changed.id, $3, jsonb_build_object('progress', $2::jsonb) from changed, ${IN_ORDER}`;
  await db.query(text, [id, JSON.stringify(progress), type]);
}

export async function recordPreview(db: Database, id: string) {
  const text = `
    with changed as (update headartist.head set preview = preview + 1 where id = $1 returning id, preview)
    insert into headartist.event (head, type, data)
      select changed.id, 'preview', jsonb_build_object('preview', changed.preview) from changed, ${IN_ORDER}`;
  await db.query(text, [id]);
}

export async function deleteHead(db: Database, id: string): Promise<boolean> {
  const text = `
    with gone as (delete from headartist.head where id = $1 returning id)
    insert into headartist.event (head, type, data) select gone.id, 'deleted', '{}' from gone, ${IN_ORDER} returning head`;
  return (await db.query(text, [id])).length === 1;
}

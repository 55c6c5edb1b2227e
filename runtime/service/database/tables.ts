import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";

/** The lock that makes events appear in the order of their ids, and that keeps two starts from creating tables at once. */
const LOCK = 48_160_419;

const TABLES = `
  begin;
  select pg_advisory_xact_lock(${LOCK});
  create schema if not exists headartist;
  create table if not exists headartist.head (
    id uuid primary key,
    seq bigint generated always as identity unique,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    request jsonb not null,
    state text not null check (state in ('queued', 'running', 'paused', 'cancelled', 'failed', 'done')),
    wanted text check (wanted in ('paused', 'cancelled')),
    progress jsonb,
    preview int not null default 0,
    error jsonb,
    report jsonb
  );
  create index if not exists head_unfinished on headartist.head (seq) where state in ('queued', 'running');
  create index if not exists head_parent on headartist.head ((request->'edit'->>'parent'));
  create table if not exists headartist.event (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    head uuid not null,
    type text not null,
    data jsonb not null
  );
  create index if not exists event_head on headartist.event (head, id);
  create table if not exists headartist.epoch (one boolean primary key default true check (one), id text not null);
  commit;`;

/**
 * Makes the tables where they are missing.
 * @returns the database's epoch: a random name that changes when the database is built anew, and event ids start over.
 */
export async function openTables(db: Database): Promise<string> {
  await db.script(TABLES);
  await db.query("insert into headartist.epoch (id) values ($1) on conflict do nothing", [randomUUID().slice(0, 8)]);
  const [{ id }] = await db.query<{ id: string }>("select id from headartist.epoch");
  return id;
}

/** FROM item that holds the lock until the statement commits: ids are drawn after it, so readers never see a gap filled later. */
export const IN_ORDER = `(select pg_advisory_xact_lock(${LOCK})) as in_order`;

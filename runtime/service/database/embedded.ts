import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { fromPglite } from "pg-boss";
import { makeFolder } from "../../host/node/files.ts";
import type { Database } from "./database.ts";

/**
 * Opens PostgreSQL inside this process. PGlite does not fsync: a power cut may leave the folder unreadable. It holds
 * nothing that the head documents do not, so an unreadable one is put aside and built anew.
 * @param warn is told when that happens.
 */
export async function embeddedDatabase(folder: string, warn: (message: string) => void): Promise<Database> {
  await makeFolder(dirname(folder));
  const db = await open(folder).catch(async (error: unknown) => {
    const aside = `${folder}.unreadable`;
    warn(`the queue in ${folder} cannot be opened (${error}); it is put aside and built anew from the heads`);
    await rm(aside, { recursive: true, force: true });
    await rename(folder, aside);
    return open(folder);
  });
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) =>
      (await db.query<Row>(text, values && [...values])).rows,
    script: async (text) => void (await db.exec(text)),
    boss: { db: fromPglite(db), backend: "pglite" },
    exclusive: true,
    close: () => db.close(),
  };
}

async function open(folder: string): Promise<PGlite> {
  // A lock file of a process that was killed; the data folder's own lock keeps a second live service out.
  await rm(`${folder}/postmaster.pid`, { force: true });
  const db = await PGlite.create(folder);
  await db.query("select 1");
  return db;
}

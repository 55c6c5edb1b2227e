import type { Database } from "../database/database.ts";
import type { ErrorBody } from "../errors.ts";
import type { Library } from "../storage/library.ts";
import { type JobDocument, noteOf, removeJob, writeJob } from "./document.ts";
import type { HeadRow } from "./head-row.ts";
import { findHead } from "./heads.ts";

/**
 * Brings a head to a state: its note first, which must survive, then its row. Where the row went elsewhere, because
 * another machine's worker was faster, the note follows the row. To be called alone for a head.
 * @param change of the row. @returns the row as it is then; undefined where it is gone, and the folder with it.
 */
export async function moveJob(
  { db, library }: { db: Database; library: Library },
  row: HeadRow,
  to: { state: JobDocument["state"]; error?: ErrorBody },
  change: () => Promise<unknown>,
): Promise<HeadRow | undefined> {
  let written: JobDocument = { ...noteOf({ ...row, error: null }), ...to };
  await writeJob(library, row.id, written);
  await change();
  for (;;) {
    const now = await findHead(db, row.id);
    if (!now) return void (await removeJob(library, row.id));
    const note = noteOf(now);
    if (note.state === written.state) return now;
    written = note;
    await writeJob(library, row.id, written);
  }
}

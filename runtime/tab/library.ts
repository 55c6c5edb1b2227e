import type { HeadStore } from "../head/store.ts";
import { listFolders, openFile, openFolder, opfsStore, removeFolder } from "../host/browser/opfs.ts";
import { ServiceError } from "../service/errors.ts";
import { noteOf, readJob, writeJob } from "../service/jobs/document.ts";
import type { HeadRow, SettledRequest } from "../service/jobs/head-row.ts";

import type { ServiceEvent } from "../service/schemas/heads.ts";
import type { Events } from "./events.ts";

/** Where heads lie in the origin private file system: a folder a head, with the same files as on the service's disk. */
export const HEADS_FOLDER = "heads";

/** The heads of this browser. Their notes are on the disk, and what a reload may lose (progress, live previews) is not. */
export interface TabLibrary {
  /** Newest first. */
  list(): HeadRow[];
  /** @throws ServiceError HEAD_UNKNOWN. */
  find(id: string): HeadRow;
  store(id: string): HeadStore;
  open(id: string, file: string): Promise<File | undefined>;
  /** Takes a head in, to be made, under the id that its request was written down with. */
  add(id: string, request: SettledRequest): Promise<HeadRow>;
  /** Changes a head, if it is still there; a change of its state or of what is wanted of it is written down first. */
  change(id: string, change: Partial<HeadRow>, event?: Omit<ServiceEvent, "at" | "head">): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Opens the heads that this browser keeps; what was being made when the page went away waits to be made again. */
export async function openTabLibrary(events: Events): Promise<TabLibrary> {
  const folder = await openFolder(HEADS_FOLDER);
  const store = (id: string) => opfsStore(folder, id);
  const rows = new Map<string, HeadRow>();
  for (const id of await listFolders(folder)) {
    const job = await readJob({ store }, id).catch((error) => {
      console.error(`job.json of head ${id}:`, error);
      return null;
    });
    // Of an import whose page went away before all of it was taken in.
    if (job === undefined) await removeFolder(folder, id);
    if (!job) continue;
    const { createdAt, request, state, error = null } = job;
    const finishedAt = state === "done" ? new Date(createdAt) : null;
    const rest = { wanted: null, progress: null, preview: 0 };
    rows.set(id, { id, createdAt: new Date(createdAt), finishedAt, request, state, error, ...rest });
  }
  const find = (id: string) => {
    const row = rows.get(id);
    if (!row) throw new ServiceError("HEAD_UNKNOWN", `No head has the id ${id}.`);
    return row;
  };
  return {
    list: () => [...rows.values()].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()),
    find,
    store,
    open: (id, file) => openFile(folder, find(id).id, file),
    async add(id, request) {
      const row: HeadRow = {
        id,
        createdAt: new Date(),
        finishedAt: null,
        request,
        state: "queued",
        wanted: null,
        progress: null,
        preview: 0,
        error: null,
      };
      await writeJob({ store }, row.id, noteOf(row));
      rows.set(row.id, row);
      events.emit({ type: "queued", head: row.id });
      return row;
    },
    async change(id, change, event) {
      const row = rows.get(id);
      if (!row) return;
      const next = { ...row, ...change };
      if ("state" in change || "wanted" in change) await writeJob({ store }, id, noteOf(next));
      if (!rows.has(id)) return removeFolder(folder, id);
      rows.set(id, next);
      if (event) events.emit({ ...event, head: id });
    },
    async remove(id) {
      find(id);
      rows.delete(id);
      await removeFolder(folder, id);
      events.emit({ type: "deleted", head: id });
    },
  };
}

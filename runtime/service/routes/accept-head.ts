import { randomUUID } from "node:crypto";
import { ServiceError } from "../errors.ts";
import { writeJob } from "../jobs/document.ts";
import type { HeadRow, SettledRequest } from "../jobs/head-row.ts";
import { countHeads, insertHeads } from "../jobs/heads.ts";
import { enqueue } from "../jobs/queue.ts";
import { mustFind, type RouteContext } from "./context.ts";

const MOST_WAITING = 1000;

/** Writes a new head down and hands it to the workers. @throws ServiceError PACK_MISSING, QUEUE_FULL. */
export async function acceptHead(
  { db, boss, library, packs, metrics, warn }: RouteContext,
  request: SettledRequest,
): Promise<HeadRow> {
  packs.reference(request.pack);
  const { queued = 0 } = await countHeads(db);
  if (queued >= MOST_WAITING) throw new ServiceError("QUEUE_FULL");
  const id = randomUUID();
  const createdAt = new Date();
  await writeJob(library, id, { createdAt: createdAt.toISOString(), request, state: "queued" });
  await insertHeads(db, [{ id, createdAt, request, state: "queued" }]);
  // The head is safe now; where the queue does not take it, the next reconciliation queues it.
  await enqueue(boss, id).catch((error) => warn(`head ${id} waits for the queue: ${error.message}`));
  metrics.created();
  return mustFind(db, id);
}

import { PgBoss } from "pg-boss";
import type { Database } from "../database/database.ts";

export const QUEUE = "head";

/** Seconds without a sign of life after which another worker takes a job over. */
const HEARTBEAT_SECONDS = 10;

/** What a queued job carries. */
export interface QueuedJob {
  head: string;
}

/**
 * Starts pg-boss. One job at most is queued or active for a head (policy `exclusive`, keyed by the head's id). A job may
 * run for 23 hours before pg-boss hands it out again, and is handed out again as often as workers die: it always goes on
 * from its checkpoint, and a failure of the head itself ends the job as completed with the error kept on the head.
 * @param warn is told of database trouble; pg-boss tries again by itself.
 */
export async function openQueue(db: Database, warn: (message: string) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    ...db.boss,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 3600,
    monitorVacuum: false,
    registerInstance: false,
  });
  boss.on("error", (error) => warn(`queue: ${error.message}`));
  await boss.start();
  await boss.createQueue(QUEUE, {
    policy: "exclusive",
    notify: true,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: 23 * 3600,
    retentionSeconds: 300 * 24 * 3600,
    deleteAfterSeconds: 3600,
    retryLimit: 10_000,
  });
  return boss;
}

/** Hands heads to the workers; does nothing for those that are in their hands already. */
export async function enqueue(boss: PgBoss, ...heads: string[]): Promise<void> {
  const jobs = heads.map((head) => ({ data: { head } satisfies QueuedJob, singletonKey: head }));
  if (jobs.length > 0) await boss.insert(QUEUE, jobs);
}

import { integer } from "../host/check-value.ts";
import { usageError } from "../host/errors.ts";
import { readThreads } from "../host/node/terminal/deliver-head.ts";
import { untilStopped } from "../host/node/terminal/until-stopped.ts";
import { startRemoteWorker } from "../service/worker-main.ts";
import { explained } from "./serve.ts";

/** Options of `headartist worker`, as the command line gives them. */
export interface WorkerOptions {
  heads?: string;
  workers: string;
  threads?: string;
  provider?: string;
}

/** `headartist worker`: makes heads for services on other machines, until Ctrl-C. */
export async function worker(options: WorkerOptions): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  const heads = options.heads ?? process.env.HEADARTIST_HEADS;
  if (!databaseUrl) throw usageError("DATABASE_URL is not set; a worker shares a PostgreSQL server with its service");
  if (!heads)
    throw usageError("--heads is missing; give the folder or s3://bucket/prefix that the service keeps heads in");
  const stop = await startRemoteWorker({
    databaseUrl,
    heads,
    workers: integer("workers", options.workers, { least: 1, most: 64 }),
    threads: readThreads(options.threads),
    provider: options.provider,
  }).catch((error) => {
    throw explained(error);
  });
  process.stdout.write("waiting for heads to make\n");
  await untilStopped();
  process.stderr.write("writing checkpoints\n");
  await stop();
}

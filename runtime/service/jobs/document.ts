import type { ErrorBody } from "../errors.ts";
import type { Library } from "../storage/library.ts";
import type { SettledRequest, StoredState } from "./heads.ts";

/** The service's note in a head's folder: enough to build the queue anew where its database is lost. */
export interface JobDocument {
  createdAt: string;
  request: SettledRequest;
  /** What was last asked for or reached; a running head stays `queued` here, which is what it is after a crash. */
  state: Exclude<StoredState, "running">;
  error?: ErrorBody | null;
}

const NAME = "job.json";

export async function writeJob(library: Library, id: string, job: JobDocument): Promise<void> {
  await library.store(id).write(NAME, new TextEncoder().encode(JSON.stringify(job, null, 2)));
}

/** @returns undefined where the folder holds no readable note: such a folder is no head of this service. */
export async function readJob(library: Library, id: string): Promise<JobDocument | undefined> {
  const bytes = await library.store(id).read(NAME);
  if (!bytes) return undefined;
  let job: JobDocument;
  try {
    job = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof job?.request?.prompt !== "string") return undefined;
  return job;
}

/** Removes the note first, so that a crash half way leaves a folder that is no head any more. */
export async function removeJob(library: Library, id: string): Promise<void> {
  await library.store(id).remove(NAME);
  await library.remove(id);
}

import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { ErrorBody } from "../errors.ts";
import { StoredRequest } from "../schemas/requests.ts";
import type { Library } from "../storage/library.ts";
import type { HeadRow, SettledRequest, StoredState } from "./head-row.ts";

/** The service's note in a head's folder: enough to build the queue anew where its database is lost. */
export interface JobDocument {
  createdAt: string;
  request: SettledRequest;
  /** What was last asked for or reached; a running head stays `queued` here, which is what it is after a crash. */
  state: Exclude<StoredState, "running">;
  error?: ErrorBody | null;
}

const NAME = "job.json";
/** Where a note that cannot be read goes. */
const ASIDE = "job.damaged.json";

const NOTE = Compile(
  Type.Object({
    createdAt: Type.String(),
    request: StoredRequest,
    state: Type.Enum(["queued", "paused", "cancelled", "failed", "done"]),
    error: Type.Optional(
      Type.Union([Type.Null(), Type.Object({ code: Type.String(), message: Type.String(), remedy: Type.String() })]),
    ),
  }),
);

/** What a row says as a note: a wish counts, and what runs is `queued`, which is what it is after a crash. */
export function noteOf({ createdAt, request, state, wanted, error }: HeadRow): JobDocument {
  const settled = wanted ?? (state === "running" ? "queued" : state);
  return { createdAt: createdAt.toISOString(), request, state: settled, ...(error && { error }) };
}

/** A note that is there and says nothing the service can use. */
export class DamagedNote extends Error {}

export async function writeJob(library: Pick<Library, "store">, id: string, job: JobDocument): Promise<void> {
  await library.store(id).write(NAME, new TextEncoder().encode(JSON.stringify(job, null, 2)));
}

/**
 * @returns undefined where the folder holds no note: such a folder is no head of this service.
 * @throws DamagedNote naming what is wrong with it.
 */
export async function readJob(library: Pick<Library, "store">, id: string): Promise<JobDocument | undefined> {
  const bytes = await library.store(id).read(NAME);
  return bytes && checkedNote(bytes);
}

function checkedNote(bytes: Uint8Array): JobDocument {
  let job: unknown;
  try {
    job = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new DamagedNote((error as Error).message);
  }
  if (!NOTE.Check(job)) {
    const [first] = NOTE.Errors(job);
    throw new DamagedNote(`${first.instancePath || "the note"} ${first.message}`);
  }
  if (!Number.isFinite(Date.parse(job.createdAt))) throw new DamagedNote("/createdAt is no time");
  return job as JobDocument;
}

/** Keeps a damaged note for whoever wants to look at it, and out of the way of the next start. */
export async function setAside(library: Library, id: string): Promise<void> {
  const store = library.store(id);
  const bytes = await store.read(NAME);
  if (bytes) await store.write(ASIDE, bytes);
  await store.remove(NAME);
}

/** Removes the note first, so that a crash half way leaves a folder that is no head any more. */
export async function removeJob(library: Library, id: string): Promise<void> {
  await library.store(id).remove(NAME);
  await library.remove(id);
}

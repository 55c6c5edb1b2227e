import { BakeError } from "../bake/types.ts";
import { HeadError } from "../head/document.ts";
import { DamagedFile } from "../head/tensors.ts";
import { ExitError } from "../host/errors.ts";
import { ImportError } from "../import/types.ts";
import { PackError } from "../pack/files.ts";

/**
 * Every error the service answers with or stores on a head: HTTP status, what it means, what to do about it.
 * `errors.md` lists the same codes for readers; `test/service/errors.test.ts` keeps the two and the sources in step.
 */
export const ERRORS = {
  HOST_REFUSED: {
    status: 403,
    meaning: "The Host header is not on the allow-list.",
    remedy: "Use the printed URL, or start with --allow-host <host:port>.",
  },
  ORIGIN_REFUSED: {
    status: 403,
    meaning: "The page's origin is not on the allow-list.",
    remedy: "Start with --allow-origin <scheme://host:port>.",
  },
  TOKEN_MISSING: {
    status: 401,
    meaning: "The request carries no bearer token.",
    remedy: "Send Authorization: Bearer <token>; the token file or a pairing step gives it.",
  },
  TOKEN_WRONG: {
    status: 401,
    meaning: "The bearer token is not the one of this launch.",
    remedy: "Read the token file again, pair again, or renew the token of a launch that crashed.",
  },
  PAIRING_CLOSED: {
    status: 409,
    meaning: "No pairing is under way, or its code has expired.",
    remedy: "Begin pairing again; a code is good for two minutes.",
  },
  PAIRING_CODE_WRONG: {
    status: 403,
    meaning: "The pairing code is not the one shown in the terminal.",
    remedy: "Type the code the service printed; after five tries begin again.",
  },
  PAIRING_LIMIT: { status: 429, meaning: "Too many pairings were begun.", remedy: "Wait a minute, then begin again." },
  BODY_TOO_LARGE: {
    status: 413,
    meaning: "The request's body is over the size limit.",
    remedy: "Send less than 64 KiB.",
  },
  BODY_NOT_JSON: {
    status: 415,
    meaning: "The request's body is not declared as application/json.",
    remedy: "Send JSON with Content-Type: application/json.",
  },
  BODY_MALFORMED: {
    status: 400,
    meaning: "The request's body is not well-formed JSON.",
    remedy: "Check the body's syntax.",
  },
  REQUEST_INVALID: {
    status: 400,
    meaning: "A field of the request is missing, unknown or out of range.",
    remedy: "The message names the field; /openapi.json gives its limits.",
  },
  ROUTE_UNKNOWN: {
    status: 404,
    meaning: "There is nothing at this address.",
    remedy: "/openapi.json lists the addresses.",
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    meaning: "This address has other methods.",
    remedy: "The Allow header names them; /openapi.json says what each does.",
  },
  HEAD_UNKNOWN: { status: 404, meaning: "No head has this id.", remedy: "List the heads at /api/heads." },
  PART_UNKNOWN: { status: 404, meaning: "No part has this id.", remedy: "List the parts at /api/parts." },
  FILE_NOT_YET: {
    status: 404,
    meaning: "The head has no such file now.",
    remedy: "Wait for the stage that writes it; see the head's state.",
  },
  JOB_STATE: {
    status: 409,
    meaning: "The job's state does not allow this.",
    remedy: "Read the job again; the message names its state.",
  },
  PACK_MISSING: {
    status: 422,
    meaning: "The model pack is not installed.",
    remedy: "List the packs at /api/packs; run `npx babylon-headartist doctor`.",
  },
  QUEUE_FULL: {
    status: 429,
    meaning: "Too many heads are waiting.",
    remedy: "Wait for some to finish, or cancel some.",
  },
  STREAMS_FULL: {
    status: 503,
    meaning: "Too many event streams are open.",
    remedy: "Close other panels of this service.",
  },
  DISK_FULL: {
    status: 507,
    meaning: "There is no space left where heads are kept.",
    remedy: "Free some space, then resume the job.",
  },
  STORAGE_FAILED: {
    status: 503,
    meaning: "The place where heads are kept does not answer.",
    remedy: "Check the folder or the S3 settings, then try again.",
  },
  DATABASE_FAILED: {
    status: 503,
    meaning: "The database of the queue does not answer.",
    remedy: "Check DATABASE_URL and the server, then try again.",
  },
  RECIPE_REJECTED: {
    status: 422,
    meaning: "The engine refused the recipe.",
    remedy: "Change what the message names, and ask again.",
  },
  PACK_UNUSABLE: {
    status: 422,
    meaning: "The model pack cannot be used.",
    remedy: "The message names the file and what to do; then resume the job.",
  },
  BAKE_REJECTED: {
    status: 422,
    meaning: "The head's surface cannot be baked.",
    remedy: "The message says why: change that option, or take another seed.",
  },
  IMPORT_REJECTED: {
    status: 422,
    meaning: "The character cannot be imported.",
    remedy: "The message says what to change in the file.",
  },
  FILE_DAMAGED: {
    status: 422,
    meaning: "A file of the head is damaged.",
    remedy: "Delete the file that the message names from the head's folder, then resume: its stage starts again.",
  },
  HEAD_UNUSABLE: {
    status: 422,
    meaning: "What the head's folder holds does not fit the job.",
    remedy: "The message says why; make the head again, or edit another one.",
  },
  MACHINE_LACKS: {
    status: 503,
    meaning: "This machine lacks something that the job needs.",
    remedy: "The message says what; npx babylon-headartist doctor tells what works here.",
  },
  COMPUTE_FAILED: {
    status: 500,
    meaning: "Making the head failed.",
    remedy: "The message says why; resume to try again from the checkpoint.",
  },
  COMPUTE_CRASHED: {
    status: 500,
    meaning: "The compute process died again and again without progress.",
    remedy: "Often memory ran out: use a smaller preset, then resume.",
  },
  PORT_IN_USE: {
    status: 500,
    meaning: "Another program listens on the port.",
    remedy: "Stop it, or start with another --port; --port 0 takes a free one.",
  },
  FOLDER_IN_USE: {
    status: 500,
    meaning: "Another service uses the data folder.",
    remedy: "Stop it, give another --data, or share a PostgreSQL through DATABASE_URL.",
  },
  FOLDER_EXPOSED: {
    status: 500,
    meaning: "Other users of this machine can reach the data folder.",
    remedy: "Run chmod 700 on it, or give another --data.",
  },
  INTERNAL: { status: 500, meaning: "The service itself is at fault.", remedy: "Report it with the service's log." },
} as const;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

/** What the API says of an error. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  remedy: string;
}

/** An error of the catalogue with the particulars of this case. */
export class ServiceError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = ERRORS[code].meaning, options?: ErrorOptions) {
    super(message, options);
    this.name = "ServiceError";
    this.code = code;
  }
}

/** @returns the body that stands for any thrown value; only catalogued errors show their message. */
export function errorBody(error: unknown): ErrorBody {
  const known = toServiceError(error);
  return { code: known.code, message: known.message, remedy: ERRORS[known.code].remedy };
}

/** Maps what the engine, Node, PostgreSQL and the storage throw to the catalogue. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const own = engineCode(error);
  // The engine's own words reach the user; they name fields and files, never a client's path.
  if (own) return new ServiceError(own, (error as Error).message, { cause: error });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOSPC" || code === "EDQUOT") return new ServiceError("DISK_FULL", undefined, { cause: error });
  if (isDatabaseError(code)) return new ServiceError("DATABASE_FAILED", undefined, { cause: error });
  return new ServiceError("INTERNAL", undefined, { cause: error });
}

/** What is in no catalogue is told all the same: it happened in this job alone, and its owner asks. */
export function jobError(error: unknown): ServiceError {
  if (error instanceof RangeError) return new ServiceError("RECIPE_REJECTED", error.message);
  const known = toServiceError(error);
  if (known.code !== "INTERNAL") return known;
  return new ServiceError("COMPUTE_FAILED", error instanceof Error ? error.message : String(error));
}

/** What the user can mend keeps a code of its own. */
function engineCode(error: unknown): ErrorCode | undefined {
  if (error instanceof PackError) return "PACK_UNUSABLE";
  if (error instanceof BakeError) return "BAKE_REJECTED";
  if (error instanceof ImportError) return "IMPORT_REJECTED";
  if (error instanceof DamagedFile) return "FILE_DAMAGED";
  if (error instanceof HeadError) return "HEAD_UNUSABLE";
  if (error instanceof ExitError) return error.class === "environment" ? "MACHINE_LACKS" : "RECIPE_REJECTED";
  return undefined;
}

function isDatabaseError(code: unknown): boolean {
  if (typeof code !== "string") return false;
  return /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE)$/.test(code) || /^(08|53|57)[0-9A-Z]{3}$/.test(code);
}

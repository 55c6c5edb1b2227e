import type { ErrorBody } from "../errors.ts";
import type { SettledRequest } from "../jobs/head-row.ts";
import type { Progress } from "../schemas/heads.ts";
import type { Place } from "../storage/place.ts";

/** What a compute process is told to do. */
export interface ComputeJob {
  request: SettledRequest;
  /** Registered name or folder of the model pack on this machine. */
  pack: string;
  place: Place;
  /** Where the head lies that an edit starts from. */
  parent?: Place;
  /** Threads of one operator; absent: one a core. */
  threads?: number;
  /** Execution provider; absent: the first that works. */
  provider?: string;
  /** Milliseconds between live previews, at least. */
  previewInterval: number;
}

/** `prepare`: a job comes sooner or later, what every head needs may be loaded until then. */
export type ToCompute = { type: "prepare"; threads?: number } | { type: "start"; job: ComputeJob } | { type: "stop" };

/** `stopped`: a checkpoint is written and the process ends. */
export type FromCompute =
  | { type: "ready" }
  | { type: "prepared" }
  | { type: "progress"; progress: Progress }
  | { type: "preview" }
  | { type: "done"; report: object }
  | { type: "stopped" }
  | { type: "failed"; error: ErrorBody };

import type { Look } from "../../prompt/look.ts";
import type { Report } from "../../prompt/report.ts";
import type { ErrorBody } from "../errors.ts";
import type { Progress, State } from "../schemas/heads.ts";
import type { Edit, HeadRequest } from "../schemas/requests.ts";

/** States as the table holds them; pausing and cancelling are `running` with a wish. */
export type StoredState = "queued" | "running" | "paused" | "cancelled" | "failed" | "done";

/** A request with everything decided that decides the head's bytes. */
export type SettledRequest = HeadRequest & {
  seed: number;
  preset: string;
  pack: string;
  edit?: Edit;
  /** What the prompt or the instruction was read as, once, and what became of its words. */
  look?: Look;
  report?: Report;
};

/** One head as the table holds it. */
export interface HeadRow {
  id: string;
  createdAt: Date;
  finishedAt: Date | null;
  request: SettledRequest;
  state: StoredState;
  wanted: "paused" | "cancelled" | null;
  progress: Progress | null;
  preview: number;
  error: ErrorBody | null;
}

/** The state as clients see it. */
export function publicState({ state, wanted }: Pick<HeadRow, "state" | "wanted">): State {
  if (state !== "running" || wanted === null) return state;
  return wanted === "paused" ? "pausing" : "cancelling";
}

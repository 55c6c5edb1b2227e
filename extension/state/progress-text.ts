import type { Head, Progress } from "../service-types.ts";

const STAGES: Record<Progress["stage"], string> = {
  prepare: "Getting ready",
  geometry: "Shaping",
  texture: "Painting",
  refine: "Refining",
  bake: "Baking",
};

const STATES: Record<Head["state"], string> = {
  queued: "Waiting its turn",
  running: "Being made",
  pausing: "Pausing",
  paused: "Paused",
  cancelling: "Stopping",
  cancelled: "Cancelled",
  failed: "Failed",
  done: "Done",
};

export function stageName({ stage }: Progress): string {
  return STAGES[stage];
}

export function stateName(state: Head["state"]): string {
  return STATES[state];
}

/** @param seconds the service's estimate. @returns such as "about 3 min left". */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return "time unknown";
  if (seconds < 5) return "a moment left";
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `about ${minutes} min left`;
  return `about ${(seconds / 3600).toFixed(1)} h left`;
}

/** A head is not at its end. */
export function isUnfinished(state: Head["state"]): boolean {
  return state !== "done" && state !== "failed" && state !== "cancelled";
}

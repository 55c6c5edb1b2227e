import type { Head, Progress } from "../service-types.ts";
import type { ConnectionState } from "./panel-state.ts";

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

/** @returns what to say of a head: its stage and time left, unless nobody can know because the service is away. */
export function standing({ state }: Head, progress: Progress | undefined, connection: ConnectionState): string {
  if (!isUnfinished(state)) return stateName(state);
  if (connection !== "online") return "Waiting for the service";
  return state === "running" && progress ? `${stageName(progress)} · ${timeLeft(progress.eta)}` : stateName(state);
}

/** A head is not at its end. */
export function isUnfinished(state: Head["state"]): boolean {
  return state !== "done" && state !== "failed" && state !== "cancelled";
}

import type { Job } from "./job.ts";
import type { StageHooks } from "./run-stage.ts";

/** A job's hooks as its stages take them, with their defaults. */
export function stageHooks({
  onProgress,
  signal,
  previewInterval = 1000,
  checkpointInterval = 6000,
}: Job["hooks"]): StageHooks {
  return { onProgress, signal, previewInterval, checkpointInterval };
}

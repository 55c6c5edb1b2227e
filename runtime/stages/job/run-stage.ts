/** Where a stage is. */
export interface StageProgress {
  stage: StageName;
  /** Steps done, and steps in all, of this stage. */
  step: number;
  steps: number;
  /** Seconds a step takes, smoothed; 0 before the first. */
  secondsPerStep: number;
  loss?: number;
}

/** Where a job is. */
export interface Progress extends StageProgress {
  /** Share of the whole head's work that is done, 0..1; it never falls. */
  done: number;
  /** Seconds until the whole head is done, as far as can be told. */
  eta: number;
}

export type StageName = "prepare" | "geometry" | "texture" | "refine" | "bake";

/** One stage as {@link runStage} drives it. */
export interface StageRun {
  name: StageName;
  steps: number;
  /** First step to do: 0, or where the checkpoint stands. */
  from: number;
  /** Does one step and returns its loss. */
  step(index: number): Promise<number>;
  /** Takes the state before step `index` at once, and saves it while the next steps go on. */
  save(index: number): Promise<void>;
  /** Shows the present state; called between steps. */
  preview?(index: number): void | Promise<void>;
}

/** What a run reports to and obeys. */
export interface StageHooks {
  onProgress?(progress: StageProgress): void;
  signal?: AbortSignal;
  /** Milliseconds between previews. */
  previewInterval: number;
  /** Milliseconds between checkpoints. */
  checkpointInterval: number;
}

/**
 * Runs the steps of a stage with progress, previews and checkpoints.
 * @throws the signal's reason between two steps once it is aborted; the last checkpoint then stands.
 */
export async function runStage(run: StageRun, hooks: StageHooks): Promise<void> {
  let secondsPerStep = 0;
  let [lastPreview, lastCheckpoint] = [Number.NEGATIVE_INFINITY, performance.now()];
  // A checkpoint reaches the disk while the next steps are made; only one is on its way at a time.
  let saving = Promise.resolve();
  try {
    for (let index = run.from; index < run.steps; index++) {
      hooks.signal?.throwIfAborted();
      const begin = performance.now();
      if (index > run.from && begin - lastCheckpoint > hooks.checkpointInterval) {
        await saving;
        saving = run.save(index);
        // Thrown where it is awaited, not while a step is under way.
        saving.catch(() => {});
        lastCheckpoint = performance.now();
      }
      if (run.preview && begin - lastPreview > hooks.previewInterval) {
        await run.preview(index);
        lastPreview = performance.now();
      }
      const loss = await run.step(index);
      const seconds = (performance.now() - begin) / 1000;
      secondsPerStep = secondsPerStep === 0 ? seconds : 0.95 * secondsPerStep + 0.05 * seconds;
      hooks.onProgress?.({ stage: run.name, step: index + 1, steps: run.steps, secondsPerStep, loss });
    }
    hooks.signal?.throwIfAborted();
  } finally {
    await saving;
  }
}

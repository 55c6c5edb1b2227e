import type { HeadDocument } from "../../head/document.ts";
import { shapeTemplate } from "../../head/template-shape.ts";
import { keepWithin } from "../../kernels/keep-within.ts";
import { loadCheckpoint } from "../files/checkpoint.ts";
import { estimated, planOf } from "./estimate.ts";
import type { BakeJob, GeneratedHead, GenerateHooks, Job } from "./job.ts";

/** Runs the parts of a job; what they keep where the kernels are is freed at the end. */
export async function workOn(
  { recipe, engine, store, hooks }: Pick<Job, "recipe" | "engine" | "store"> & { hooks: GenerateHooks },
  document: HeadDocument,
  work: (job: Job) => Promise<GeneratedHead>,
): Promise<GeneratedHead> {
  const shape = shapeTemplate(engine.template, document.template);
  const checkpoint = await loadCheckpoint(store);
  const onProgress = estimated(planOf(recipe), hooks.onProgress);
  return keepWithin(engine.kernels, () =>
    work({ recipe, engine, store, hooks: { ...hooks, onProgress }, shape, checkpoint, ...stopwatch() }),
  );
}

/** Times the parts of a job. */
export function stopwatch(): Pick<BakeJob, "timed" | "seconds"> {
  const seconds: Record<string, number> = {};
  const timed: BakeJob["timed"] = async (part, work) => {
    const begin = performance.now();
    const result = await work();
    seconds[part] = (performance.now() - begin) / 1000;
    return result;
  };
  return { timed, seconds };
}

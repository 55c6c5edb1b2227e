import type { Maker } from "../../head/document.ts";
import type { HeadStore } from "../../head/store.ts";
import type { LayerTools } from "../engine.ts";
import type { GenerateHooks, Job } from "../job/job.ts";
import type { LayeredRecipe } from "../recipe.ts";

/** What the parts of a layered head's making share. */
export interface LayersJob extends Pick<Job, "timed" | "seconds" | "hooks"> {
  recipe: LayeredRecipe;
  engine: LayerTools;
  store: HeadStore;
  /** What the files name as their maker. */
  maker: Maker;
}

/**
 * Lets the process hear what happens outside between two parts of the work, each of which keeps it busy for a while.
 * @throws the signal's reason once it is aborted.
 */
export async function breathe({ signal }: Pick<GenerateHooks, "signal">): Promise<void> {
  await new Promise((go) => setTimeout(go, 0));
  signal?.throwIfAborted();
}

import type { Kernels } from "./load.ts";

/** Does work, and frees what it has kept in the kernels' memory and on their GPU. */
export async function keepWithin<Result>(
  { store, gpu }: Pick<Kernels, "store" | "gpu">,
  work: () => Promise<Result>,
): Promise<Result> {
  const [mark, kept] = [store.mark(), gpu?.kept() ?? 0];
  try {
    return await work();
  } finally {
    store.release(mark);
    gpu?.letGo(kept);
  }
}

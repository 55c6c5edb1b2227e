/** A kernel to time: one call at the sizes of a training step; leaves scratch memory as it was. */
export interface Benchmark {
  name: string;
  kernel: () => void;
  /** The same work by the scalar reference, where it has a whole one. */
  reference?: () => void;
  /** Results of one call from zeroed gradients, on the JavaScript heap, to compare with PyTorch's. */
  results?: () => Record<string, Float32Array | Int32Array | Uint32Array>;
  /** Why PyTorch's number is missing, or how its work differs from the kernel's. */
  note?: string;
}

/** Milliseconds of the quickest of `rounds` calls: what else runs on the machine can only add to it. */
export function best(work: () => void, rounds: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** The same of asynchronous work. */
export async function bestAsync(work: () => Promise<unknown>, rounds: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

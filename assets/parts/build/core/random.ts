import { randomStream, streamKey } from "../../../../runtime/kernels/random.ts";

/** Draws in order, the same for the same name on every machine. */
export interface Draws {
  /** Uniform in [from, to), [0, 1) when left out. */
  uniform(from?: number, to?: number): number;
  /** −1 or 1. */
  sign(): number;
}

export function draws(name: string): Draws {
  const stream = randomStream(streamKey(name));
  let next = 0;
  const uniform = (from = 0, to = 1) => from + (to - from) * stream.uniform(next++);
  return { uniform, sign: () => (uniform() < 0.5 ? -1 : 1) };
}

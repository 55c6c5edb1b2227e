import { type RandomStream, randomStream, streamKey } from "../../kernels/random.ts";

/** Random numbers of a stage: one stream for the whole run and one for each step, all functions of the seed. */
export function stageRandom(seed: number, stage: string): { run: RandomStream; step(index: number): RandomStream } {
  const key = streamKey(stage);
  return { run: randomStream(seed, key), step: (index) => randomStream(seed, key, index + 1) };
}

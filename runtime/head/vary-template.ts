import { randomStream, streamKey } from "../kernels/random.ts";
import type { WordTable } from "./template-select.ts";
import type { Weights } from "./weights.ts";

/** Two deviations at most: beyond them linear morphs cross. */
const MOST = 2;

/**
 * Makes an individual of a template: morphs that the prompt leaves open get random weights of both signs, so that seeds differ
 * in their features as people do.
 * @param weights of `selectTemplate`. @param prompt one seed makes other people of other prompts. @param amount of the variation: 0 is none, 1 the table's deviations.
 * @returns new weights.
 */
export function varyTemplate(
  { variation, groups }: WordTable,
  weights: Weights,
  prompt: string,
  seed: number,
  amount: number,
): Weights {
  const out = { ...weights };
  if (amount === 0) return out;
  const names = Object.keys(variation);
  const draws = randomStream(seed, streamKey(`template of ${prompt}`)).normals(new Float32Array(names.length));
  const named = (name: string) =>
    name in weights || groups.some((group) => group.includes(name) && group.some((other) => other in weights));
  for (const [i, name] of names.entries()) {
    if (!named(name)) out[name] = amount * variation[name] * Math.min(MOST, Math.max(-MOST, draws[i]));
  }
  return out;
}

/**
 * The same person's colour in another light tone: lighter or darker, redder or yellower.
 * @param color sRGB; each channel is scaled and kept in [0, 1]. @param name tells what is coloured: each varies on its own.
 */
export function varyTone(
  color: readonly number[],
  seed: number,
  name: string,
  amount: number,
): [number, number, number] {
  const [light, warm] = randomStream(seed, streamKey(`tone of ${name}`)).normals(new Float32Array(2));
  const scale = (channel: number) => 1 + amount * (0.06 * light + 0.03 * warm * (0.6 - channel));
  return [0, 1, 2].map((k) => Math.min(1, color[k] * Math.max(0.5, scale(k)))) as [number, number, number];
}

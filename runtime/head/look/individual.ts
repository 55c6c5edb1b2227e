import { randomStream, streamKey } from "../../kernels/random.ts";
import type { Look, Rgb } from "../../prompt/look.ts";
import type { Weights } from "../weights.ts";
import type { PeopleTable } from "./people-table.ts";
import { shapeWeights } from "./shape-weights.ts";

/** Two deviations at most: beyond them linear morphs cross. */
const MOST = 2;

/**
 * The shape of one person that looks so: morphs that the Look leaves open get random weights of both signs, so that seeds
 * differ in their features as people do.
 * @param amount of the variation: 0 is none, 1 the table's deviations. @returns weights for `shapeTemplate`.
 */
export function individualWeights(table: PeopleTable, look: Look, seed: number, amount: number): Weights {
  const weights = shapeWeights(table, look);
  if (amount === 0) return weights;
  const { variation, groups } = table;
  const out = { ...weights };
  const names = Object.keys(variation);
  const draws = randomStream(seed, look.individual).normals(new Float32Array(names.length));
  const isSaid = (name: string) =>
    name in weights || groups.some((group) => group.includes(name) && group.some((other) => other in weights));
  for (const [i, name] of names.entries()) {
    if (!isSaid(name)) out[name] = amount * variation[name] * Math.min(MOST, Math.max(-MOST, draws[i]));
  }
  return out;
}

/**
 * The same person's colour in another light tone: lighter or darker, redder or yellower.
 * @param color sRGB; each channel is scaled and kept in [0, 1]. @param name tells what is coloured: each varies on its own.
 */
export function varyTone(color: Rgb, seed: number, name: string, amount: number): Rgb {
  const [light, warm] = randomStream(seed, streamKey(`tone of ${name}`)).normals(new Float32Array(2));
  const scale = (channel: number) => 1 + amount * (0.06 * light + 0.03 * warm * (0.6 - channel));
  return [0, 1, 2].map((k) => Math.min(1, color[k] * Math.max(0.5, scale(k)))) as Rgb;
}

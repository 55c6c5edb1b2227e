import { randomStream, streamKey } from "../../kernels/random.ts";
import type { Look, Rgb } from "../../prompt/look.ts";
import type { Weights } from "../weights.ts";
import type { PeopleTable } from "./people-table.ts";
import { ageWeights, shapeWeights } from "./shape-weights.ts";

/**
 * The shape of one person that looks so: morphs that the Look leaves open get random weights of both signs, so that seeds
 * differ in their features as people do. What comes with a sex varies around what is usual for it.
 * @param amount of the variation: 0 is none, 1 the table's deviations. @returns weights for `shapeTemplate`.
 */
export function individualWeights(table: PeopleTable, look: Look, seed: number, amount: number): Weights {
  const weights = shapeWeights(table, look);
  if (amount === 0) return weights;
  const { variation, groups, ages } = table;
  const out: Weights = { ...weights, ...descentOf(table, look, seed) };
  const names = Object.keys(variation);
  const draws = randomStream(seed, look.individual).normals(new Float32Array(names.length));
  const { who, face, expression } = look;
  const said: Weights = { ...who.sex, ...who.ethnicity, ...who.build, ...face, ...expression };
  // A child's age says how its jaw is, a man's says nothing of his.
  const years = ageWeights(ages, who.age);
  const open: string[] = [];
  const isSaid = (name: string) => name in said || Boolean(years[name]);
  for (const [i, name] of names.entries()) {
    const others = groups.find((group) => group.includes(name));
    if (isSaid(name) || others?.some(isSaid)) continue;
    const [deviation, least, most] = variation[name];
    const added = amount * Math.min(most, Math.max(least, deviation * draws[i]));
    out[name] = (weights[name] ?? 0) + added;
    open.push(name);
  }
  return keepTip(table, out, open);
}

/** Takes back from a nose that is flatter than noses are what flattens it and nobody asked for. @param open names of morphs that a Look leaves open. */
function keepTip({ tip: { average, least, child, per } }: PeopleTable, weights: Weights, open: string[]): Weights {
  const stands = Object.entries(per).reduce((sum, [name, by]) => sum + by * (weights[name] ?? 0), average);
  const lacking = least * (1 - child * Math.min(1, weights["child"] ?? 0)) - stands;
  const flattening = open.filter((name) => (per[name] ?? 0) * (weights[name] ?? 0) < 0);
  const taken = flattening.reduce((sum, name) => sum - per[name] * weights[name], 0);
  if (lacking <= 0 || taken === 0) return weights;
  const kept = 1 - Math.min(1, lacking / taken);
  return { ...weights, ...Object.fromEntries(flattening.map((name) => [name, kept * weights[name]])) };
}

/** Shares of descents: those of the Look, or of people of whom none is said a seed's mix. Creatures have none. */
export function descentOf({ descent }: PeopleTable, { who, individual }: Look, seed: number): Weights {
  if (who.creature !== undefined || Object.keys(who.ethnicity).length > 0) return who.ethnicity as Weights;
  const names = Object.keys(descent);
  const draws = randomStream(seed, individual ^ streamKey("descent"));
  // Few have much of any.
  const shares = names.map((name, i) => (who.mixed ?? 1) * descent[name] * draws.uniform(i) ** 1.5);
  const rest = 1 - shares.reduce((sum, share) => sum + share, 0);
  return { ...Object.fromEntries(names.map((name, i) => [name, shares[i]])), caucasian: rest };
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

import type { Look } from "../../prompt/look.ts";
import type { Weights } from "../weights.ts";
import type { PeopleTable } from "./people-table.ts";

/** What of an adult's sex and descent a child of full weight has not got yet. */
const UNGROWN = 0.5;

/**
 * Shape morphs and expressions of the template that a Look asks for; where two of its fields name one morph, the stronger
 * counts. A Look that says nothing gives none: the average head.
 * @returns weights for `shapeTemplate`, without zeros.
 */
export function shapeWeights({ ages, sexes, peoples }: PeopleTable, { who, face, expression }: Look): Weights {
  const years = ageWeights(ages, who.age);
  const child = Math.max(years["child"] ?? 0, years["baby"] ?? 0);
  const scaled = (weights: Weights, share: number): Weights =>
    Object.fromEntries(Object.entries(weights).map(([k, w]) => [k, w * share]));
  const grown = 1 - UNGROWN * child;
  // Features of sex come with adolescence, all of them.
  const features = (["male", "female"] as const).map((sex) =>
    scaled(sexes[sex], (who.sex[sex] ?? 0) * Math.max(0, 1 - child)),
  );
  const out: Weights = {};
  const descent = [who.ethnicity, peoples[who.people ?? ""]?.face ?? {}].map((weights) => scaled(weights, grown));
  const named = [scaled(who.sex, grown), ...features, years, ...descent, who.build, face, expression];
  for (const weights of named as Weights[]) {
    for (const [name, weight] of Object.entries(weights)) {
      if (Math.abs(weight) > Math.abs(out[name] ?? 0)) out[name] = weight;
    }
  }
  return out;
}

/** What an age alone makes of a face; nothing where none is said. */
export function ageWeights(ages: PeopleTable["ages"], age: number | undefined): Weights {
  return age === undefined ? {} : Object.fromEntries(Object.entries(ages).map(([k, line]) => [k, at(line, age)]));
}

/** A line's height at x. @param line points in rising x. */
function at(line: [number, number][], x: number): number {
  const next = line.findIndex(([end]) => end >= x);
  if (next < 0) return line[line.length - 1][1];
  const [end, to] = line[next];
  if (next === 0 || end === x) return to;
  const [begin, from] = line[next - 1];
  return from + ((x - begin) / (end - begin)) * (to - from);
}

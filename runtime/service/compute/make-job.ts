import { readDocument } from "../../head/document.ts";
import type { HeadStore } from "../../head/store.ts";
import { makeEditRecipe, makeRecipe, storedRecipe } from "../../host/node/recipes.ts";
import { type EditedRecipe, editHead } from "../../stages/edit/edit.ts";
import type { ParentHead } from "../../stages/edit/parent-head.ts";
import type { Engine, Tools } from "../../stages/engine.ts";
import { generateHead } from "../../stages/generate.ts";
import type { GeneratedHead, GenerateHooks } from "../../stages/job/job.ts";
import type { Recipe } from "../../stages/recipe.ts";
import { ServiceError } from "../errors.ts";
import { openPlace } from "../storage/place.ts";
import type { ComputeJob } from "./protocol.ts";

/** A job with every number decided: a head of its own, or an edit of a parent. */
export type SettledJob = { recipe: Recipe; parent?: undefined } | { recipe: EditedRecipe; parent: ParentHead };

/** @throws ServiceError HEAD_UNKNOWN where an edit's parent is gone; ExitError naming a bad field. */
export async function settleJob({ request, parent }: ComputeJob): Promise<SettledJob> {
  const { edit } = request;
  if (!edit || !parent) return { recipe: await makeRecipe(request) };
  const { store } = await openPlace(parent);
  const document = await readDocument(store);
  if (!document) throw new ServiceError("HEAD_UNKNOWN", `Head ${edit.parent}, which was to be edited, is gone.`);
  const asked = { ...request, ...edit, region: edit.regions };
  const before = await storedRecipe(document.recipe);
  return { recipe: await makeEditRecipe(before, asked), parent: { store, name: edit.parent, look: before.look } };
}

export function runJob(
  job: SettledJob,
  engine: Tools & Partial<Engine>,
  store: HeadStore,
  hooks: GenerateHooks,
): Promise<GeneratedHead> {
  if (job.parent) return editHead(job.recipe, engine, job.parent, store, hooks);
  return generateHead(job.recipe, engine, store, hooks);
}

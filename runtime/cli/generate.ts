import { extname, resolve } from "node:path";
import { generateHead } from "../stages/generate.ts";
import { type Delivery, deliverHead } from "./deliver-head.ts";
import { usageError } from "./errors.ts";
import { folderOf } from "./head-folder.ts";
import { folderStore } from "./host-files.ts";
import { makeRecipe, type RecipeRequest } from "./recipe.ts";

/** Options of `headartist generate`, as the command line gives them. */
export interface GenerateOptions
  extends Omit<RecipeRequest, "prompt">,
    Pick<Delivery, "preview" | "threads" | "provider" | "json"> {
  output: string;
  head?: string;
}

/** `headartist generate`: prompt in, GLB out. */
export async function generate(prompt: string, options: GenerateOptions): Promise<void> {
  const recipe = await makeRecipe({ ...options, prompt });
  const glb = resolve(options.output);
  if (extname(glb).toLowerCase() !== ".glb") throw usageError(`output "${options.output}" does not end in .glb`);
  const folder = options.head ? resolve(options.head) : folderOf(glb);
  await deliverHead(recipe, { ...options, glb, folder }, (engine, hooks) =>
    generateHead(recipe, engine, folderStore(folder), hooks),
  );
}

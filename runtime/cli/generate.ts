import { extname, resolve } from "node:path";
import { makeHead } from "../api/make-head.ts";
import { usageError } from "../host/errors.ts";
import { folderOf } from "../host/node/head-folder.ts";
import { makeRecipe } from "../host/node/recipes.ts";
import { type Delivery, deliverHead } from "../host/node/terminal/deliver-head.ts";
import { type ReadOnly, readForCommand } from "../host/node/terminal/read-for-command.ts";
import { readLook } from "../host/node/terminal/read-look.ts";
import { readWords } from "../host/node/terminal/read-words.ts";
import type { RecipeRequest } from "../host/recipe.ts";

/** Options of `headartist generate`, as the command line gives them. */
export interface GenerateOptions
  extends Omit<RecipeRequest, "prompt" | "look" | "report">,
    Pick<Delivery, "preview" | "threads" | "provider" | "json">,
    ReadOnly {
  output: string;
  head?: string;
  /** File of a Look. */
  look?: string;
}

/** `headartist generate`: prompt in, GLB out. */
export async function generate(words: readonly string[], options: GenerateOptions): Promise<void> {
  if (options.look !== undefined && words.length > 0) throw usageError("give a description or --look, not both");
  const asked = options.look === undefined ? await readWords(words) : await readLook(options.look);
  const reading = await readForCommand(asked, options);
  if (options.dryRun) return;
  const recipe = await makeRecipe({ ...options, ...reading });
  const glb = resolve(options.output);
  if (extname(glb).toLowerCase() !== ".glb") throw usageError(`output "${options.output}" does not end in .glb`);
  const folder = options.head ? resolve(options.head) : folderOf(glb);
  await deliverHead({ ...options, glb, folder }, (run) => makeHead(recipe, folder, run));
}

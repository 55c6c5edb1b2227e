import { extname } from "node:path";
import { makeEdit } from "../api/make-head.ts";
import type { EditRequest } from "../host/edit-recipe.ts";
import { usageError } from "../host/errors.ts";
import { openHead, placeChild } from "../host/node/head-folder.ts";
import { makeEditRecipe } from "../host/node/recipes.ts";
import { type Delivery, deliverHead } from "../host/node/terminal/deliver-head.ts";
import { readWords } from "../host/node/terminal/read-words.ts";
import { say } from "../host/node/terminal/say.ts";
import { changeLines } from "../prompt/edit/change-lines.ts";
import { diffLooks } from "../prompt/edit/diff-looks.ts";
import { reportLines } from "../prompt/report.ts";

/** Options of `headartist edit`, as the command line gives them. */
export interface EditOptions
  extends Omit<EditRequest, "instruction">,
    Pick<Delivery, "preview" | "threads" | "provider" | "json"> {
  showPrompt?: boolean;
  /** Tell what is read, and make nothing. */
  dryRun?: boolean;
  output?: string;
  head?: string;
}

/** `headartist edit`: a head and what to change in, a child head out. */
export async function edit(head: string, words: readonly string[], options: EditOptions): Promise<void> {
  const parent = await openHead(head);
  const instruction = await readWords(words);
  const recipe = await makeEditRecipe(parent.recipe, { ...options, instruction });
  const { prompt } = recipe;
  if (options.showPrompt) return void process.stdout.write(`${prompt}\n`);
  const { look, report } = recipe;
  const changes = diffLooks(parent.recipe.look, look);
  const lines = [...(report ? reportLines(report) : []), ...changeLines(changes), `prompt: ${prompt}`];
  if (options.dryRun) {
    const read = { event: "read", instruction, prompt, look, report, changes };
    return void process.stdout.write(options.json ? `${JSON.stringify(read)}\n` : `${lines.join("\n")}\n`);
  }
  if (options.output && extname(options.output).toLowerCase() !== ".glb") {
    throw usageError(`output "${options.output}" does not end in .glb`);
  }
  const { folder, glb } = placeChild(parent.folder, options);
  if (folder === parent.folder) throw usageError(`"${folder}" is the head itself; choose another folder for the child`);
  const event = { event: "prompt", prompt, parent: parent.folder, folder, report, changes };
  say(options.json ?? false, event, `${lines.join("\n")}   (--prompt "…" says it otherwise)`);
  const told = { parent: parent.folder, prompt };
  await deliverHead({ ...options, glb, folder, told }, (run) => makeEdit(recipe, parent, folder, run));
}

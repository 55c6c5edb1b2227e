import { extname } from "node:path";
import { composeEdit } from "../diffusion/edit-prompt/compose-edit.ts";
import { type EditRequest, makeEditRecipe } from "../host/edit-recipe.ts";
import { usageError } from "../host/errors.ts";
import { folderStore } from "../host/node/files.ts";
import { nameFrom, openHead, placeChild } from "../host/node/head-folder.ts";
import { type Delivery, deliverHead } from "../host/node/terminal/deliver-head.ts";
import { loadVocabulary } from "../host/node/vocabulary.ts";
import { editHead } from "../stages/edit/edit.ts";

/** Options of `headartist edit`, as the command line gives them. */
export interface EditOptions
  extends Omit<EditRequest, "instruction" | "prompt">,
    Pick<Delivery, "preview" | "threads" | "provider" | "json"> {
  prompt?: string;
  showPrompt?: boolean;
  output?: string;
  head?: string;
}

/** `headartist edit`: a head and what to change in, a child head out. */
export async function edit(head: string, instruction: string, options: EditOptions): Promise<void> {
  const parent = await openHead(head);
  const composed = composeEdit(parent.recipe.prompt, instruction, await loadVocabulary(parent.recipe.pack));
  const prompt = options.prompt ?? composed;
  if (options.showPrompt) return void process.stdout.write(`${prompt}\n`);
  const recipe = await makeEditRecipe(parent.recipe, { ...options, instruction, prompt });
  if (options.output && extname(options.output).toLowerCase() !== ".glb") {
    throw usageError(`output "${options.output}" does not end in .glb`);
  }
  const { folder, glb } = placeChild(parent.folder, options);
  if (folder === parent.folder) throw usageError(`"${folder}" is the head itself; choose another folder for the child`);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ event: "prompt", prompt, parent: parent.folder, folder })}\n`);
  } else process.stderr.write(`prompt: ${prompt}   (--prompt "…" says it otherwise)\n`);
  const told = { parent: parent.folder, prompt };
  const from = { store: folderStore(parent.folder), name: nameFrom(folder, parent.folder) };
  await deliverHead(recipe, { ...options, glb, folder, told }, (engine, hooks) =>
    editHead(recipe, engine, from, folderStore(folder), hooks),
  );
}

// Edits the head in the first folder given into the second, checkpointing as often as it can, and kills itself at the
// stage and step given.

import { readDocument } from "../../../runtime/head/document.ts";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { editHead } from "../../../runtime/stages/edit/edit.ts";
import type { Recipe } from "../../../runtime/stages/recipe.ts";
import { smallEdit } from "./small-edit.ts";
import { TINY_PACK } from "./small-recipe.ts";

const [parent, child, stageOfDeath, stepOfDeath] = process.argv.slice(2);
const engine = await openEngine({ pack: TINY_PACK, threads: 1 });
const store = folderStore(parent);
const recipe = await smallEdit(store);
const { look } = (await readDocument(store))!.recipe as Recipe;
await editHead(recipe, engine, { store, name: "parent", look }, folderStore(child), {
  checkpointInterval: 0,
  onProgress: ({ stage, step }) => {
    if (stage === stageOfDeath && step >= Number(stepOfDeath)) process.kill(process.pid, "SIGKILL");
  },
});

// Edits the head in the first folder given into the second, as fast as it can checkpoint; for tests that kill it.
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { editHead } from "../../../runtime/stages/edit/edit.ts";
import { smallEdit } from "./small-edit.ts";
import { TINY_PACK } from "./small-recipe.ts";

const [parent, child] = process.argv.slice(2);
const engine = await openEngine({ pack: TINY_PACK, threads: 1 });
const store = folderStore(parent);
await editHead(await smallEdit(store), engine, { store, name: "parent" }, folderStore(child), {
  checkpointInterval: 0,
  onProgress: ({ stage, step }) => process.stdout.write(`${stage} ${step}\n`),
});

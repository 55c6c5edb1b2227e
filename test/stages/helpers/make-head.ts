// Makes a head in the folder given, as fast as it can checkpoint; for tests that kill it.
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";
import { smallRecipe, TINY_PACK } from "./small-recipe.ts";

const engine = await openEngine({ pack: TINY_PACK, threads: 1 });
await generateHead(await smallRecipe(), engine, folderStore(process.argv[2]), {
  checkpointInterval: 0,
  onProgress: ({ stage, step }) => process.stdout.write(`${stage} ${step}\n`),
});

// Makes a head in the folder given, checkpointing as often as it can, and kills itself at the stage and step given.
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";
import { smallRecipe, TINY_PACK } from "./small-recipe.ts";

const engine = await openEngine({ pack: TINY_PACK, threads: 1 });
const [target, stageOfDeath, stepOfDeath] = process.argv.slice(2);
await generateHead(await smallRecipe(), engine, folderStore(target), {
  checkpointInterval: 0,
  onProgress: ({ stage, step }) => {
    if (stage === stageOfDeath && step >= Number(stepOfDeath)) process.kill(process.pid, "SIGKILL");
  },
});

// Makes a head of layers in the folder given, and kills itself at the stage and step given.
import { openTools } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";
import { builtRecipe } from "./built-recipe.ts";

const [target, stageOfDeath, stepOfDeath] = process.argv.slice(2);
await generateHead(await builtRecipe(), await openTools(1), folderStore(target), {
  onProgress: ({ stage, step }) => {
    if (stage === stageOfDeath && step >= Number(stepOfDeath)) process.kill(process.pid, "SIGKILL");
  },
});

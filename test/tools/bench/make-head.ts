/**
 * Makes one head, or an edit of one, and prints what it cost as JSON: `make-head.ts <preset> <pack> <folder> [parent's folder]`.
 */

import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { nameFrom, openHead } from "../../../runtime/host/node/head-folder.ts";
import { ortHost } from "../../../runtime/host/node/ort/ort-host.ts";
import { makeEditRecipe, makeRecipe } from "../../../runtime/host/node/recipes.ts";
import type { SessionHost } from "../../../runtime/onnx/session.ts";
import { editHead } from "../../../runtime/stages/edit/edit.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";

export interface HeadTimes {
  /** By part: build and distil of layers, or geometry and texture (refine included) on the grid; bake, preview. */
  seconds: Record<string, number>;
  /** Seconds inside ONNX Runtime, which creates sessions and runs them. */
  inference: number;
  peakMegabytes: number;
  /** Processor seconds of all threads. */
  cpu: number;
  /** The GPU that the kernels ran on; absent for WASM. */
  kernels?: string;
}

const [preset, pack, folder, parentFolder] = process.argv.slice(2);
let inference = 0;
const store = folderStore(folder);
const openHere = () => openEngine({ pack, sessions: clocked(ortHost()) });
const { engine, report } = await (parentFolder ? edit(parentFolder) : generate());
await engine.pack.release();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const times: HeadTimes = {
  seconds: report.seconds,
  inference,
  peakMegabytes: (maxRSS * 1024) / 1e6,
  cpu: (userCPUTime + systemCPUTime) / 1e6,
  kernels: engine.maker.kernels,
};
process.stdout.write(JSON.stringify(times));

async function generate() {
  const recipe = await makeRecipe({ prompt: "an old man with a white beard", preset, pack, seed: 1 });
  const engine = await openHere();
  return { engine, ...(await generateHead(recipe, engine, store)) };
}

async function edit(of: string) {
  const parent = await openHead(of);
  const recipe = await makeEditRecipe(parent.recipe, { instruction: "give him a bigger nose" });
  const engine = await openHere();
  const from = { store: folderStore(of), name: nameFrom(folder, of), look: parent.recipe.look };
  return { engine, ...(await editHead(recipe, engine, from, store)) };
}

/** Sessions that count the time of their creation and of their runs. */
function clocked(host: SessionHost): SessionHost {
  return {
    async createSession(model, options) {
      const session = await inside(() => host.createSession(model, options));
      return {
        ...session,
        run: (feeds) => inside(() => session.run(feeds)),
      };
    },
  };
}

async function inside<T>(work: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  const result = await work();
  inference += (performance.now() - begin) / 1000;
  return result;
}

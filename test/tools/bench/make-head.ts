/** Makes one head in a temporary folder and prints what it cost as JSON: `make-head.ts <preset> <pack>`. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { ortHost } from "../../../runtime/host/node/ort/ort-host.ts";
import { makeRecipe } from "../../../runtime/host/node/recipes.ts";
import type { SessionHost } from "../../../runtime/onnx/session.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";

export interface HeadTimes {
  /** By part: build and distil of layers, or geometry and texture (refine included) on the grid; bake, preview. */
  seconds: Record<string, number>;
  /** Seconds inside ONNX Runtime, which creates sessions and runs them. */
  inference: number;
  peakMegabytes: number;
  /** Processor seconds of all threads. */
  cpu: number;
}

const [preset, pack] = process.argv.slice(2);
let inference = 0;
const folder = await mkdtemp(join(tmpdir(), "headartist-bench-"));
try {
  const recipe = await makeRecipe({ prompt: "an old man with a white beard", preset, pack, seed: 1 });
  const engine = await openEngine({ pack, sessions: clocked(ortHost()) });
  const { report } = await generateHead(recipe, engine, folderStore(folder));
  await engine.pack.release();
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const times: HeadTimes = {
    seconds: report.seconds,
    inference,
    peakMegabytes: (maxRSS * 1024) / 1e6,
    cpu: (userCPUTime + systemCPUTime) / 1e6,
  };
  process.stdout.write(JSON.stringify(times));
} finally {
  await rm(folder, { recursive: true });
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

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { readIfPresent } from "../../runtime/host/node/files.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { startCompute } from "../../runtime/service/compute/fork.ts";
import type { ComputeJob } from "../../runtime/service/compute/protocol.ts";
import { temporaryFolder } from "./helpers/folders.ts";

const ENTRY = new URL("./helpers/small-engine.ts", import.meta.url);
const PACK = packagePath("test", "golden", "packs", "starter");

test("the engine in a compute process: killed twice, its head has the bytes of a quiet run", async () => {
  const quiet = await makeHead(await temporaryFolder(), []);
  const killed = await makeHead(await temporaryFolder(), ["geometry", "texture"]);
  assert.equal(killed.glb, quiet.glb);
  assert.ok(quiet.previews > 0);
});

/** @param killIn stages in which the process is killed at the fifth step, between two visits of the whole grid, and started anew. */
async function makeHead(folder: string, killIn: string[]) {
  const request = { prompt: "an old dwarf", seed: 5, preset: "draft", pack: "starter" };
  const job: ComputeJob = { request, pack: PACK, place: { folder }, threads: 1, previewInterval: 500 };
  let previews = 0;
  for (const left = [...killIn]; ; ) {
    const compute = startCompute(ENTRY, job, {
      onProgress({ stage, step }) {
        if (stage !== left[0] || step < 5) return;
        left.shift();
        compute.kill();
      },
      onPreview: () => void previews++,
    });
    const outcome = await compute.outcome;
    if (outcome.kind === "killed") continue;
    assert.equal(outcome.kind, "done", JSON.stringify(outcome));
    const glb = await readIfPresent(join(folder, "head.glb"));
    assert.equal(await readIfPresent(join(folder, "checkpoint.safetensors")), undefined);
    await rm(folder, { recursive: true });
    return { glb: createHash("sha256").update(glb!).digest("hex"), previews };
  }
}

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { BakeError } from "../../runtime/bake/types.ts";
import { HeadError } from "../../runtime/head/document.ts";
import { readIfPresent } from "../../runtime/host/node/files.ts";
import { ImportError } from "../../runtime/import/types.ts";
import { ENGINE_ENTRY, forkCompute, startCompute } from "../../runtime/service/compute/fork.ts";
import type { ComputeJob } from "../../runtime/service/compute/protocol.ts";
import { errorBody } from "../../runtime/service/errors.ts";
import { dataFolder, temporaryFolder, wordsPack } from "./helpers/folders.ts";
import { type Kill, makeKilled, REQUEST, STAGES, TINY } from "./helpers/kills.ts";

const ENTRY = new URL("./helpers/small-engine.ts", import.meta.url);

const NO_PROC = existsSync("/proc/self/task") ? false : "children are found in /proc";

test("killed in every stage, service and engine in turn, a head has the bytes of a quiet run", {
  skip: NO_PROC,
}, async () => {
  const plan: Kill[] = STAGES.map((stage, i) => ({ stage, victim: i % 2 === 0 ? "engine" : "service" }));
  const [quiet, killed] = await Promise.all([makeQuiet(), makeKilled(await dataFolder(), plan)]);
  assert.equal(killed.glb, quiet.glb);
  assert.ok(quiet.previews > 0);
  assert.ok(killed.kills.length >= 3, JSON.stringify(killed.kills));
});

test("what the user can mend has a code of its own", async () => {
  const request = { prompt: "an old dwarf", seed: 5, preset: "draft", pack: "starter" };
  const failing = async (entry: URL, change: Partial<ComputeJob>, files: Record<string, string> = {}) => {
    const folder = await temporaryFolder();
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const job: ComputeJob = { request, pack: TINY, place: { folder }, threads: 1, previewInterval: 500, ...change };
    const outcome = await startCompute(forkCompute(entry), job, { onProgress() {}, onPreview() {} }).outcome;
    assert.ok(outcome.kind === "failed", JSON.stringify(outcome));
    return outcome.error;
  };
  const pack = await failing(ENGINE_ENTRY, { pack: await wordsPack(), provider: "cpu" });
  assert.deepEqual(
    [pack.code, /unet\/diffusion_pytorch_model\.safetensors: not found/.test(pack.message)],
    ["PACK_UNUSABLE", true],
  );
  const provider = await failing(ENGINE_ENTRY, { provider: "cuda" });
  assert.deepEqual([provider.code, /cuda/.test(provider.message)], ["MACHINE_LACKS", true]);
  const damaged = await failing(ENTRY, {}, { "checkpoint.safetensors": "not what was written" });
  assert.equal(damaged.code, "FILE_DAMAGED");
  assert.match(
    `${damaged.message} ${damaged.remedy}`,
    /checkpoint\.safetensors is damaged.*delete it.*Delete the file/,
  );
  const code = (error: Error) => errorBody(error).code;
  assert.equal(code(new BakeError("empty-mesh", "no triangle")), "BAKE_REJECTED");
  assert.equal(code(new HeadError("head.json is damaged")), "HEAD_UNUSABLE");
  assert.equal(code(new ImportError("no-face", "no face")), "IMPORT_REJECTED");
});

async function makeQuiet() {
  const folder = await temporaryFolder();
  const request = { ...REQUEST, pack: "starter" };
  const job: ComputeJob = { request, pack: TINY, place: { folder }, threads: 1, provider: "cpu", previewInterval: 500 };
  let previews = 0;
  const compute = startCompute(forkCompute(ENTRY), job, { onProgress() {}, onPreview: () => void previews++ });
  const outcome = await compute.outcome;
  assert.equal(outcome.kind, "done", JSON.stringify(outcome));
  assert.equal(await readIfPresent(join(folder, "checkpoint.safetensors")), undefined);
  const glb = await readIfPresent(join(folder, "head.glb"));
  return { glb: createHash("sha256").update(glb!).digest("hex"), previews };
}

/** Whole heads made with the kernels of `shaders/`, on a GPU that the CPU plays. */

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readDocument } from "../../runtime/head/document.ts";
import { isChosen, whyNot } from "../../runtime/host/kernel-probe.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { describeKernels, raceApart } from "../../runtime/host/node/kernels/choose-kernels.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import type { Progress } from "../../runtime/stages/job/run-stage.ts";
import type { LayeredRecipe } from "../../runtime/stages/recipe.ts";
import { builtRecipe } from "../stages/helpers/built-recipe.ts";
import { TINY_PACK } from "../stages/helpers/small-recipe.ts";
import { findSoftwareGpu } from "../tools/software-gpu.ts";

const missing = findSoftwareGpu();

async function fewSteps(): Promise<LayeredRecipe> {
  const { stages, ...rest } = await builtRecipe(5, "draft");
  const { geometry, texture, refine } = stages!;
  const few = { geometry: { ...geometry, steps: 2 }, texture: { ...texture, steps: 2 } };
  return { ...rest, stages: { ...few, refine: { ...refine, views: 1, updates: 1, samplerSteps: 2 } } };
}

test("the GPU is chosen where it is faster and right, or where networks are sent there", () => {
  const probe = { adapter: "card", software: false, right: true, wasm: 10, webgpu: 5 };
  assert.ok(isChosen(probe, "auto") && isChosen(probe, "cuda"));
  assert.ok(!isChosen({ ...probe, webgpu: 20 }, "auto"));
  assert.ok(isChosen({ ...probe, webgpu: 20 }, "webgpu"));
  for (const bad of [{ ...probe, software: true }, { ...probe, right: false }, { missing: "no graphics device" }]) {
    for (const provider of ["auto", "webgpu"]) assert.ok(!isChosen(bad, provider));
  }
});

test("a GPU that the CPU plays is told from others", { skip: missing }, async () => {
  const { adapter, software, right } = await raceApart();
  assert.match(adapter ?? "", /swiftshader|llvmpipe/i);
  assert.deepEqual({ software, right }, { software: true, right: true });
});

test("a head of layers is made on the GPU that it names, goes on there with the same bytes, and nowhere else", {
  skip: missing,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "headartist-"));
  process.env.HEADARTIST_KERNELS = "webgpu";
  const engine = await openEngine({ pack: TINY_PACK, threads: 1 });
  const recipe = await fewSteps();
  const store = (name: string) => folderStore(join(folder, name));
  const whole = await generateHead(recipe, engine, store("whole"));
  const { maker } = (await readDocument(store("whole")))!;
  assert.match(maker?.kernels ?? "", /swiftshader|llvmpipe/i);

  const stop = new AbortController();
  const onProgress = ({ stage, step }: Progress) => stage === "texture" && step === 1 && stop.abort();
  const hooks = { checkpointInterval: 0, signal: stop.signal, onProgress };
  await assert.rejects(generateHead(recipe, engine, store("stopped"), hooks), { name: "AbortError" });
  process.env.HEADARTIST_KERNELS = "wasm";
  const elsewhere = await openEngine({ pack: TINY_PACK, threads: 1 });
  await assert.rejects(generateHead(recipe, elsewhere, store("stopped")), /begun with kernels on the GPU/);
  const again = await generateHead(recipe, engine, store("stopped"));
  assert.deepEqual([again.glb, again.levels], [whole.glb, whole.levels]);

  const begun = new AbortController();
  const early = { signal: begun.signal, onProgress: () => begun.abort() };
  await assert.rejects(generateHead(recipe, elsewhere, store("wasm"), early), { name: "AbortError" });
  await assert.rejects(generateHead(recipe, engine, store("wasm"), { signal: AbortSignal.abort() }));
  assert.equal((await readDocument(store("wasm")))?.maker?.kernels, undefined, "what is begun as WASM stays it");
  await Promise.all([engine.pack.release(), elsewhere.pack.release()]);
  await rm(folder, { recursive: true });
});

test("where kernels run is told with the reason", async () => {
  const before = process.env.HEADARTIST_KERNELS;
  process.env.HEADARTIST_KERNELS = "wasm";
  assert.deepEqual(await describeKernels("webgpu"), {
    gpu: false,
    detail: "kernels run where HEADARTIST_KERNELS says: wasm",
  });
  delete process.env.HEADARTIST_KERNELS;
  assert.match((await describeKernels("cpu")).detail, /in WASM, as networks/);
  const card = { adapter: "card", software: false, right: true, wasm: 10, webgpu: 20 };
  assert.equal(whyNot(card), "a step takes 20.0 ms on card, 10.0 in WASM");
  assert.match(whyNot({ ...card, software: true }), /the CPU plays the GPU card/);
  assert.match(whyNot({ ...card, right: false }), /numbers of card are wrong/);
  assert.match(whyNot({ missing: 'no package; run "npm install webgpu"' }), /npm install/);
  if (before !== undefined) process.env.HEADARTIST_KERNELS = before;
});

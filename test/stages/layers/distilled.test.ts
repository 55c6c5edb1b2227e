import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readGlb } from "../../../runtime/bake/read-glb.ts";
import { readDocument } from "../../../runtime/head/document.ts";
import type { LayerName } from "../../../runtime/head/layers/types.ts";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { decodeImage } from "../../../runtime/host/node/images.ts";
import { makeEditRecipe } from "../../../runtime/host/node/recipes.ts";
import { editHead } from "../../../runtime/stages/edit/edit.ts";
import type { Engine } from "../../../runtime/stages/engine.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";
import type { GeneratedHead, GenerateHooks } from "../../../runtime/stages/job/job.ts";
import type { Progress } from "../../../runtime/stages/job/run-stage.ts";
import type { LayeredRecipe } from "../../../runtime/stages/recipe.ts";
import { builtRecipe } from "../helpers/built-recipe.ts";
import { TINY_PACK } from "../helpers/small-recipe.ts";

let engine: Engine;
let folder: string;
let recipe: LayeredRecipe;
let reference: GeneratedHead;
const reports: Progress[] = [];

before(async () => {
  [engine, recipe] = await Promise.all([openEngine({ pack: TINY_PACK, threads: 1 }), fewSteps()]);
  folder = await mkdtemp(join(tmpdir(), "headartist-"));
  reference = await make("reference", { onProgress: (progress) => reports.push(progress) });
});
after(async () => {
  await engine.pack.release();
  await rm(folder, { recursive: true });
});

const storeOf = (name: string) => folderStore(join(folder, name));
const make = (name: string, hooks: GenerateHooks = {}) => generateHead(recipe, engine, storeOf(name), hooks);

/** The draft preset's stages, a few steps of each. */
async function fewSteps(): Promise<LayeredRecipe> {
  const { stages, ...rest } = await builtRecipe(5, "draft");
  const { geometry, texture, refine } = stages!;
  return {
    ...rest,
    stages: {
      geometry: { ...geometry, steps: 4 },
      texture: { ...texture, steps: 4 },
      refine: { ...refine, views: 2, updates: 1, samplerSteps: 3 },
    },
  };
}

async function layersOf(glb: Uint8Array) {
  const { layers } = await readGlb(glb, decodeImage);
  return new Map(layers!.map(({ name, surface, levels: [mesh] }) => [name, { surface, mesh }]));
}

test("a head of layers is distilled, stage by stage, with the pack that it names", async () => {
  assert.deepEqual(
    [...new Set(reports.map(({ stage }) => stage))],
    ["prepare", "geometry", "texture", "refine", "bake"],
  );
  assert.ok((await readDocument(storeOf("reference")))?.maker?.pack);
  assert.ok((await readFile(join(folder, "reference", "geometry.safetensors"))).length > 1000);
  const { pack: _, ...tools } = engine;
  await assert.rejects(generateHead(recipe, tools, storeOf("none")), /distils, and was given no model pack/);
});

test("stopped in a stage and called again, it ends with the same bytes", async () => {
  const stop = new AbortController();
  const onProgress = ({ stage, step }: Progress) => stage === "texture" && step === 2 && stop.abort();
  await assert.rejects(make("stopped", { checkpointInterval: 0, signal: stop.signal, onProgress }), {
    name: "AbortError",
  });
  const again = await make("stopped");
  assert.deepEqual([again.glb, again.levels], [reference.glb, reference.levels]);
});

test("an edit keeps what its parent learned, and what it does not name", async () => {
  const edited = await makeEditRecipe(recipe, { instruction: "take the earrings off", seed: 9 });
  const parent = { store: storeOf("reference"), name: "../reference", look: recipe.look };
  const child = await layersOf((await editHead(edited, engine, parent, storeOf("child"))).glb);
  const before = await layersOf(reference.glb);
  assert.deepEqual(
    [...before.keys()].filter((name) => !child.has(name)),
    ["Jewellery"],
  );
  for (const [name, layer] of child) assert.deepEqual(layer, before.get(name as LayerName), name);
});

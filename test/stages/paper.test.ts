import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { makeGridRecipe } from "../../runtime/host/node/recipes.ts";
import type { PredictRequest } from "../../runtime/pack/load.ts";
import type { Engine } from "../../runtime/stages/engine.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";
import { TINY_PACK } from "./helpers/small-recipe.ts";

const STABLE = join(import.meta.dirname, "../golden/packs/sd21");

let engine: Engine;
let folder: string;

before(async () => {
  engine = await openEngine({ pack: STABLE, threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "headartist-paper-"));
});

after(async () => {
  await engine.pack.release();
  await rm(folder, { recursive: true });
});

/** A preset of the paper, every phase in it, cut to a few steps. */
async function shortened(preset: string): Promise<Recipe> {
  const recipe = await makeGridRecipe({ prompt: "an old man", preset, pack: STABLE, textureSize: 512 });
  const field = { ...recipe.geometry.field, levels: 4, log2TableSize: 12 };
  return {
    ...recipe,
    geometry: { ...recipe.geometry, steps: 8, resolution: 24, latentSteps: 2, bandEvery: 4, field },
    texture: { ...recipe.texture, steps: 5, field },
    refine: { ...recipe.refine, views: 1, rounds: 2, samplerSteps: 4 },
    bake: { ...recipe.bake, triangles: 800 },
  };
}

/** Makes the head and keeps what the prior was asked. */
async function asked(preset: string): Promise<PredictRequest[]> {
  const requests: PredictRequest[] = [];
  const { pack } = engine;
  const watched: Engine = {
    ...engine,
    pack: {
      ...pack,
      predict: (request) => {
        requests.push(request);
        return pack.predict(request);
      },
    },
  };
  const { glb } = await generateHead(await shortened(preset), watched, folderStore(join(folder, preset)));
  assert.ok(glb.length > 0);
  return requests;
}

test("paper: three evaluations a step, normals as latents first, full size throughout", async () => {
  const requests = await asked("paper");
  const steps = requests.slice(0, 8 + 5);
  assert.ok(steps.every(({ texts }) => texts.length === 3));
  assert.ok(requests.every(({ latent }) => latent.length === 4 * engine.pack.latentSize ** 2));
  assert.ok(requests.every(({ condition }) => condition?.length === 3 * engine.pack.imageSize ** 2));
  assert.ok(
    steps.slice(0, 8).every(({ timestep }) => timestep < 500),
    "geometry stays below half the noise",
  );
  // Two refine steps, each with half of four solver steps, from the render noised to half the schedule.
  assert.deepEqual(
    requests.slice(13).map(({ texts, timestep }) => [texts.length, timestep]),
    [2, 2].flatMap(() => [
      [2, 400],
      [2, 200],
    ]),
  );
});

test("paper-fast: two evaluations a step, small pictures first", async () => {
  const requests = await asked("paper-fast");
  assert.ok(requests.every(({ texts }) => texts.length === 2));
  const full = 4 * engine.pack.latentSize ** 2;
  const shares = requests.map(({ latent }) => latent.length / full);
  // Two latents of normals, three coarse geometry steps of eight and two of five texture steps, all else at full size.
  assert.deepEqual(shares, [1, 1, 0.25, 0.25, 0.25, 1, 1, 1, 0.25, 0.25, 1, 1, 1, 1, 1, 1, 1]);
});

test("a pack whose latents are no normals is refused before any work", async () => {
  const other = await openEngine({ pack: TINY_PACK, threads: 1 });
  const recipe = await makeGridRecipe({ prompt: "an old man", preset: "paper", pack: TINY_PACK });
  const narrow: Engine = { ...other, pack: { ...other.pack, latentChannels: 12 } };
  await assert.rejects(generateHead(recipe, narrow, folderStore(join(folder, "narrow"))), /latents of 4 channels.*12/);
  const blind: Engine = { ...other, pack: { ...other.pack, hasControl: false } };
  await assert.rejects(generateHead(recipe, blind, folderStore(join(folder, "blind"))), /no ControlNet/);
});

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readDocument } from "../../runtime/head/document.ts";
import { HEAD_FILES } from "../../runtime/head/store.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { makeRecipe } from "../../runtime/host/node/recipes.ts";
import { flipped } from "../../runtime/render/flipped.ts";
import type { Engine } from "../../runtime/stages/engine.ts";
import { readGeometry } from "../../runtime/stages/files/geometry-file.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import { fromPlanes, toNetwork } from "../../runtime/stages/guidance/images.ts";
import type { GenerateHooks } from "../../runtime/stages/job/job.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";
import type { RingSettings } from "../../runtime/stages/stage-settings.ts";

let folder: string;
let engine: Engine;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-"));
  engine = await openEngine({ pack: "starter", threads: 1 });
});
after(async () => {
  await engine.pack.release();
  await rm(folder, { recursive: true });
});

test("a picture's columns are turned, and planes come back as pixels", () => {
  const picture = Float32Array.from({ length: 27 }, (_, i) => i / 27);
  assert.deepEqual([...flipped(picture).subarray(0, 3)], [...picture.subarray(6, 9)]);
  assert.deepEqual(flipped(flipped(picture)), picture);
  for (const [i, value] of fromPlanes(toNetwork(picture)).entries()) assert.ok(Math.abs(value - picture[i]) < 1e-6);
});

test("a grown head is the same on both sides, follows its text, and goes on where it was stopped", async () => {
  const views = [
    { azimuth: 0, elevation: 8 },
    { azimuth: 120, elevation: 8 },
  ];
  const short = (ring: RingSettings | undefined, timesteps: number[]): RingSettings => ({
    ...ring!,
    timesteps,
    views,
    passes: 2,
    lastPasses: 2,
  });
  const recipeOf = async (prompt: string): Promise<Recipe> => {
    const grown = await makeRecipe({ prompt, preset: "grown", textureSize: 256, triangles: 20000 });
    assert.ok(grown.carrier === "grid");
    const { geometry, texture } = grown;
    return {
      ...grown,
      geometry: { ...geometry, resolution: 40, ring: short(geometry.ring, [0.9, 0.5]) },
      texture: {
        ...texture,
        start: { ...texture.start, steps: 20 },
        eyes: { ...texture.eyes, steps: 0 },
        ring: short(texture.ring, [0.8, 0.4]),
      },
    };
  };
  const recipe = await recipeOf("an orc with long hair");
  const whole = folderStore(join(folder, "whole"));
  await generateHead(recipe, engine, whole);
  const shape = readGeometry((await whole.read(HEAD_FILES.geometry))!, HEAD_FILES.geometry).geometry.positions;
  const side = (sign: number) => shape.reduce((most, x, i) => (i % 3 === 0 ? Math.max(most, sign * x) : most), 0);
  assert.ok(Math.abs(side(1) - side(-1)) < 0.05, `${side(1)} and ${side(-1)}`);
  const { template, recipe: kept } = (await readDocument(whole))!;
  assert.equal((kept as Recipe).look.who.creature, "orc");
  assert.equal(template["pointedEars"], undefined);
  const until = (stage: string, step: number): GenerateHooks => {
    const stop = new AbortController();
    return {
      checkpointInterval: 0,
      signal: stop.signal,
      onProgress: (at) => {
        if (at.stage === stage && at.step === step) stop.abort(new Error("stopped"));
      },
    };
  };
  const other = folderStore(join(folder, "other"));
  const told = { ...recipe, prompt: "a bald man" };
  await assert.rejects(generateHead(told, engine, other, until("texture", 1)), /stopped/);
  assert.notDeepEqual(await other.read(HEAD_FILES.geometry), await whole.read(HEAD_FILES.geometry));
  assert.deepEqual((await readDocument(other))!.template, template);

  const stopped = folderStore(join(folder, "stopped"));
  for (const [stage, step] of [["geometry", 1] as const, ["texture", 1] as const])
    await assert.rejects(generateHead(recipe, engine, stopped, until(stage, step)), /stopped/);
  await assert.rejects(generateHead(recipe, engine, stopped, until("texture", 2)), /stopped/);
  assert.deepEqual(await stopped.read(HEAD_FILES.geometry), await whole.read(HEAD_FILES.geometry));
});

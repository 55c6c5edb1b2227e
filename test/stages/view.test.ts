import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import type { PredictRequest } from "../../runtime/pack/load.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import { viewPack } from "../pack/golden.ts";
import { smallRecipe } from "./helpers/small-recipe.ts";

test("a pack that sees the view is told the camera and the normals of what is known, in every stage", async (t) => {
  const [pack, folder] = [await viewPack(), await mkdtemp(join(tmpdir(), "headartist-seen-"))];
  t.after(() => Promise.all([pack, folder].map((path) => rm(path, { recursive: true }))));
  const small = await smallRecipe();
  const recipe = {
    ...small,
    geometry: { ...small.geometry, landmarks: false },
    texture: { ...small.texture, landmarks: false },
  };
  const engine = await openEngine({ pack, threads: 1 });
  const requests: PredictRequest[] = [];
  const predict: typeof engine.pack.predict = (request) => {
    requests.push(request);
    return engine.pack.predict(request);
  };
  await generateHead(recipe, { ...engine, pack: { ...engine.pack, predict } }, folderStore(folder));
  await engine.pack.release();

  assert.ok(requests.length >= recipe.geometry.steps + recipe.texture.steps + recipe.refine.views);
  for (const { view, latent } of requests) {
    assert.equal(view?.camera.length, 6);
    assert.equal(view.normals?.length, latent.length);
    assert.ok(view.normals.every(Number.isFinite) && view.normals.some((value) => value !== view.normals?.[0]));
  }
  const cameras = new Set(requests.map(({ view }) => view?.camera.join()));
  assert.ok(cameras.size > recipe.geometry.steps, "every step has its own camera");
});

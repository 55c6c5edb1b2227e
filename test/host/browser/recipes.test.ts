import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { ortHost } from "../../../runtime/host/browser/ort-host.ts";
import { sitePack } from "../../../runtime/host/browser/pack-files.ts";
import { ORT_BUILDS, ortWasm } from "../../../runtime/host/browser/providers.ts";
import { siteRecipes } from "../../../runtime/host/browser/recipes.ts";
import type { SiteFiles } from "../../../runtime/host/browser/site-files.ts";
import { ortHost as nodeOrtHost } from "../../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../../runtime/host/node/pack-files.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { makeRecipe as makeInNode } from "../../../runtime/host/node/recipes.ts";
import { makeRecipe } from "../../../runtime/host/recipe.ts";
import { openTextEncoder } from "../../../runtime/pack/text-encoder.ts";

/** The files of the repository as a site has them: what a browser downloads lies on this disk. */
const ORT = createRequire(import.meta.url).resolve(`onnxruntime-web/${ORT_BUILDS.wasm.wasm}`);
const paths = (
  await Promise.all(
    ["assets/parts", "assets/vocabulary", "assets/starter/text_encoder", "assets/starter/tokenizer"].map(async (room) =>
      (await readdir(packagePath(...room.split("/")), { recursive: true })).map((name) => `${room}/${name}`),
    ),
  )
).flat();
const files: SiteFiles = {
  list: new Map(
    paths
      .filter((path) => !path.includes("/build/") && /\.\w+$/.test(path))
      .map((path) => [path, { path, bytes: readFileSync(packagePath(path)).length, sha256: "" }]),
  ),
  read: async (path) =>
    new Uint8Array(
      path === ortWasm("wasm") ? gzipSync(readFileSync(ORT), { level: 1 }) : await readFile(packagePath(path)),
    ),
  keep: async () => {},
};

test("the text encoder on onnxruntime-web means what it means on onnxruntime-node", async () => {
  const texts = ["goblinoid", "spectacled", "a red beard"];
  const [web, node] = await Promise.all([
    openTextEncoder(ortHost(files), sitePack(files, "assets/starter")),
    openTextEncoder(nodeOrtHost({ threads: 1 }), await packFolder(packagePath("assets", "starter"))),
  ]);
  const [ours, theirs] = [await web(texts), await node(texts)];
  for (const [i, vector] of ours.entries()) {
    const most = Math.max(...vector.map((value, k) => Math.abs(value - theirs[i][k])));
    assert.ok(most < 1e-4, `${texts[i]}: values of vectors of length 1 differ by ${most}`);
  }
});

test("a prompt becomes the same recipe in a tab and in Node, words that no table lists included", async () => {
  const sources = siteRecipes(files);
  for (const prompt of ["an old man with a bun and round glasses", "a goblinoid woman with red hair and a quux"]) {
    const request = { prompt, seed: 7, preset: "built" };
    assert.deepEqual(await makeRecipe(sources, request), await makeInNode(request));
  }
});

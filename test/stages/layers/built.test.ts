import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Primitive, type Root, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import { readDocument } from "../../../runtime/head/document.ts";
import { openTools } from "../../../runtime/host/node/engine.ts";
import { folderStore } from "../../../runtime/host/node/files.ts";
import { makeEditRecipe } from "../../../runtime/host/node/recipes.ts";
import { editHead } from "../../../runtime/stages/edit/edit.ts";
import type { Tools } from "../../../runtime/stages/engine.ts";
import { generateHead } from "../../../runtime/stages/generate.ts";
import type { GeneratedHead, GenerateHooks } from "../../../runtime/stages/job/job.ts";
import type { LivePreview } from "../../../runtime/stages/job/live-preview.ts";
import type { Progress } from "../../../runtime/stages/job/run-stage.ts";
import type { LayeredRecipe } from "../../../runtime/stages/recipe.ts";
import { builtRecipe } from "../helpers/built-recipe.ts";

let tools: Tools;
let folder: string;
let recipe: LayeredRecipe;
let reference: GeneratedHead;
const reports: Progress[] = [];
const previews: LivePreview[] = [];

before(async () => {
  [tools, recipe] = await Promise.all([openTools(1), builtRecipe()]);
  folder = await mkdtemp(join(tmpdir(), "headartist-"));
  reference = await make("reference", {
    onProgress: (progress) => reports.push(progress),
    onPreview: (preview) => previews.push(preview),
  });
});
after(() => rm(folder, { recursive: true }));

const storeOf = (name: string) => folderStore(join(folder, name));
const make = (name: string, hooks: GenerateHooks = {}) => generateHead(recipe, tools, storeOf(name), hooks);

test("a head is built without a model pack, and its folder holds its levels", async () => {
  const files = ["head.glb", "head.json", "head.lod1.glb", "head.lod2.glb", "head.lod3.glb", "preview.png"];
  assert.deepEqual((await readdir(join(folder, "reference"))).sort(), files);
  const { maker, status, recipe: kept } = (await readDocument(storeOf("reference")))!;
  assert.deepEqual([Object.keys(maker!), status, kept], [["engine"], "done", JSON.parse(JSON.stringify(recipe))]);
  const { issues } = await validator.validateBytes(reference.glb);
  assert.equal(issues.numErrors + issues.numWarnings, 0, JSON.stringify(issues.messages.slice(0, 3)));
});

test("the dressed head is shown before anything is baked, and progress ends with nothing left", () => {
  assert.deepEqual([...new Set(reports.map(({ stage }) => stage))], ["prepare", "bake"]);
  const { done, eta } = reports.at(-1)!;
  assert.deepEqual([done, eta], [1, 0]);
  const [{ stage, positions, normals, colors, indices, cutout }] = previews;
  assert.equal(stage, "prepare");
  const count = positions.length / 3;
  assert.deepEqual([normals.length, colors.length], [3 * count, 4 * count]);
  assert.ok(indices.every((index) => index < count));
  assert.ok(cutout && cutout.from < indices.length / 3, "its hair is cards");
  assert.ok(new Set(colors).size > 50, "the colours are all alike");
});

test("killed and started again, a head has the bytes of an uninterrupted one", async () => {
  const script = join(import.meta.dirname, "..", "helpers", "make-built.ts");
  const child = spawn(process.execPath, [script, join(folder, "killed"), "bake", "30"], { stdio: "inherit" });
  const [, signal] = await once(child, "exit");
  assert.equal(signal, "SIGKILL");
  const stop = new AbortController();
  const stopped = make("killed", { signal: stop.signal, onProgress: ({ stage }) => stage === "bake" && stop.abort() });
  await assert.rejects(stopped, { name: "AbortError" });
  const again = await make("killed");
  assert.deepEqual([again.glb, again.levels, again.preview], [reference.glb, reference.levels, reference.preview]);
});

test("an edit is built anew from the changed Look, and what it does not name keeps its bytes", async () => {
  const edited = await makeEditRecipe(recipe, { instruction: "give her glasses and take the earrings off", seed: 9 });
  const parent = { store: storeOf("reference"), name: "../reference", look: recipe.look };
  await assert.rejects(
    makeEditRecipe(recipe, { instruction: "give her glasses", strength: 0.5 }),
    /strength is of heads on the grid/,
  );
  // What is added may make another level the nearest to the triangles that are asked for: it stays the parent's.
  const few = { ...edited, bake: { ...edited.bake, triangles: 1000 } } as typeof edited;
  const child = await editHead(few, tools, parent, storeOf("child"));
  assert.equal((await readDocument(storeOf("child")))?.parent, "../reference");
  const [before, after] = await Promise.all([reference.glb, child.glb].map(read));
  const names = (root: Root) => root.listMeshes().map((mesh) => mesh.getName());
  const others = names(before).filter((name) => name !== "Jewellery");
  assert.deepEqual(names(after).sort(), [...others, "Glasses", "Lenses"].sort());
  assert.ok(names(before).includes("Jewellery"));
  for (const name of others) assert.deepEqual(bytesOf(after, name), bytesOf(before, name), name);
});

test("an edit that changes nothing is refused by the name of its field, at another preset it is made", async () => {
  const words = { instruction: "frobnicate the zaxxor" };
  await assert.rejects(
    makeEditRecipe(recipe, words),
    /instruction "frobnicate the zaxxor" changes nothing of this head \(not known: "frobnicate", "zaxxor"\)/,
  );
  const prompt = recipe.prompt;
  await assert.rejects(makeEditRecipe(recipe, { ...words, prompt }), /prompt ".*" changes nothing of this head/);
  assert.equal((await makeEditRecipe(recipe, { ...words, preset: "draft" })).preset, "draft");
});

async function read(glb: Uint8Array): Promise<Root> {
  return (await new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(glb)).getRoot();
}

/** Everything that a mesh is drawn by: attributes, targets, triangles and pictures. */
function bytesOf(root: Root, name: string): Map<string, unknown> {
  const mesh = root.listMeshes().find((one) => one.getName() === name)!;
  const [primitive] = mesh.listPrimitives();
  const out = new Map<string, unknown>([["indices", primitive.getIndices()?.getArray()]]);
  for (const semantic of primitive.listSemantics()) out.set(semantic, primitive.getAttribute(semantic)?.getArray());
  primitive.listTargets().forEach((target, i) => {
    for (const semantic of target.listSemantics())
      out.set(`${semantic} ${i}`, target.getAttribute(semantic)?.getArray());
  });
  for (const [kind, texture] of texturesOf(primitive)) out.set(kind, texture?.getImage());
  return out;
}

const texturesOf = (primitive: Primitive) => {
  const material = primitive.getMaterial()!;
  return [
    ["colour", material.getBaseColorTexture()],
    ["normal", material.getNormalTexture()],
    ["orm", material.getMetallicRoughnessTexture()],
  ] as const;
};

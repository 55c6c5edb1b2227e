import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Root, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import { readDocument } from "../../runtime/head/document.ts";
import { JOINT_NAMES } from "../../runtime/head/layers/types.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { makeGridRecipe, makeRecipe } from "../../runtime/host/node/recipes.ts";
import { editHead } from "../../runtime/stages/edit/edit.ts";
import type { Engine } from "../../runtime/stages/engine.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import type { GeneratedHead } from "../../runtime/stages/job/job.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";
import { builtRecipe } from "./helpers/built-recipe.ts";
import { smallEdit } from "./helpers/small-edit.ts";

let folder: string;
let built: GeneratedHead;
let wrapped: GeneratedHead;
let recipe: Recipe;
let engine: Engine;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-"));
  engine = await openEngine({ pack: "starter", threads: 1 });
  built = await generateHead(await builtRecipe(), engine, folderStore(join(folder, "built")));
  const paper = await makeRecipe({ prompt: "an old man", preset: "paper-fast", textureSize: 256, triangles: 20000 });
  assert.ok(paper.carrier === "grid" && paper.wrap);
  const steps = { steps: 2, coarse: undefined };
  recipe = {
    ...paper,
    // The starter pack's latents are no normals.
    geometry: { ...paper.geometry, ...steps, latentSteps: 0, resolution: 48 },
    texture: { ...paper.texture, ...steps },
    refine: { ...paper.refine, views: 0 },
  };
  wrapped = await generateHead(recipe, engine, folderStore(join(folder, "wrapped")));
});
after(() => rm(folder, { recursive: true }));

test("a head of the paper's presets ends in the files of a head of layers", async () => {
  const files = ["head.glb", "head.json", "head.lod1.glb", "head.lod2.glb", "head.lod3.glb", "preview.png"];
  const fields = ["color.safetensors", "geometry.safetensors"];
  assert.deepEqual((await readdir(join(folder, "wrapped"))).sort(), [...files, ...fields].sort());
  const { recipe: kept, status } = (await readDocument(folderStore(join(folder, "wrapped"))))!;
  assert.deepEqual([kept, status], [JSON.parse(JSON.stringify(recipe)), "done"]);
  for (const { glb } of [wrapped, ...wrapped.levels]) {
    const { issues } = await validator.validateBytes(glb);
    assert.equal(issues.numErrors + issues.numWarnings, 0, JSON.stringify(issues.messages.slice(0, 3)));
  }
});

test("its skin, eyes and mouth have the vertices, the texture, the joints and the 67 targets of every head's", async () => {
  const [is, wanted] = await Promise.all([wrapped.glb, built.glb].map(read));
  assert.deepEqual(
    is
      .listSkins()[0]
      .listJoints()
      .map((joint) => joint.getName()),
    [...JOINT_NAMES],
  );
  for (const name of ["Skin", "EyeLeft", "EyeRight", "Teeth"]) {
    const [own, other] = [is, wanted].map((root) => partOf(root, name));
    for (const kind of ["TEXCOORD_0", "JOINTS_0"])
      assert.deepEqual(
        own.primitive.getAttribute(kind)?.getArray(),
        other.primitive.getAttribute(kind)?.getArray(),
        name,
      );
    assert.deepEqual(own.primitive.getIndices()?.getArray(), other.primitive.getIndices()?.getArray(), name);
    assert.deepEqual(own.targets, other.targets, name);
  }
  assert.equal(partOf(is, "Skin").targets.length, 67);
});

test("driven, every target moves the skin, and the jaw the teeth", async () => {
  const root = await read(wrapped.glb);
  const skin = partOf(root, "Skin");
  const still = ["viseme_sil", "tongueOut", ...skin.targets.filter((name) => name.startsWith("eyeLook"))];
  for (const [i, name] of skin.targets.entries()) {
    const reach = furthest(skin.primitive.listTargets()[i].getAttribute("POSITION")!.getArray() as Float32Array);
    if (!still.includes(name)) assert.ok(reach > 5e-4 && reach < 0.06, `${name} moves the skin by ${reach} m`);
  }
  const teeth = partOf(root, "Teeth");
  const jaw = teeth.primitive.listTargets()[teeth.targets.indexOf("jawOpen")];
  assert.ok(furthest(jaw.getAttribute("POSITION")!.getArray() as Float32Array) > 0.005);
});

test("an edit is wrapped anew, its parent's surface in new places", async () => {
  const parent = { store: folderStore(join(folder, "wrapped")), name: "../wrapped", look: recipe.look };
  const made = await smallEdit(parent.store, { instruction: "give him a bigger nose", what: "shape" });
  const { shape } = made.edit;
  const edit = { ...made.edit, shape: { ...shape, steps: 2, start: { ...shape.start, steps: 5 } } };
  const child = await editHead({ ...made, edit }, engine, parent, folderStore(join(folder, "child")));
  const [before, after] = (await Promise.all([wrapped.glb, child.glb].map(read))).map((root) => {
    const { primitive, targets } = partOf(root, "Skin");
    assert.equal(targets.length, 67);
    return primitive.getAttribute("POSITION")!.getArray() as Float32Array;
  });
  const moved = furthest(after.map((x, i) => x - before[i]));
  assert.ok(moved > 1e-4 && moved < 0.03, `the skin moved by ${moved} m`);
});

test("wrapping is asked for in a recipe of the grid, and so are expressions", async () => {
  const plain = await makeGridRecipe({ prompt: "an old man" });
  assert.equal(plain.wrap, undefined);
  const asked = await makeGridRecipe({ prompt: "an old man", wrap: true, morphs: "speech" });
  assert.ok(asked.wrap && asked.bake.morphs === "speech");
  await assert.rejects(makeGridRecipe({ prompt: "an old man", morphs: "speech" }), /morphs .* without wrap/);
});

async function read(glb: Uint8Array): Promise<Root> {
  return (await new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(glb)).getRoot();
}

function partOf(root: Root, name: string) {
  const mesh = root.listMeshes().find((one) => one.getName() === name)!;
  return { primitive: mesh.listPrimitives()[0], targets: (mesh.getExtras()["targetNames"] ?? []) as string[] };
}

/** Longest offset of a target. */
function furthest(offsets: Float32Array): number {
  let most = 0;
  for (let i = 0; i < offsets.length; i += 3) most = Math.max(most, Math.hypot(...offsets.subarray(i, i + 3)));
  return most;
}

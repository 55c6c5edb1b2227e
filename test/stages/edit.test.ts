import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { NodeIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import { createField } from "../../runtime/field/field.ts";
import { tetrahedronVolumes } from "../../runtime/field/lattice.ts";
import { createMoveLimit } from "../../runtime/field/limit-moves.ts";
import { readDocument } from "../../runtime/head/document.ts";
import { REGIONS } from "../../runtime/head/template-regions.ts";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { readTensors } from "../../runtime/head/tensors.ts";
import type { EditRequest } from "../../runtime/host/edit-recipe.ts";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { appearanceOf } from "../../runtime/stages/color/appearance.ts";
import { fieldColors } from "../../runtime/stages/color/render-color.ts";
import { editHead } from "../../runtime/stages/edit/edit.ts";
import { regionMask } from "../../runtime/stages/edit/region-mask.ts";
import type { Engine } from "../../runtime/stages/engine.ts";
import { restoreField } from "../../runtime/stages/files/checkpoint.ts";
import { readGeometry } from "../../runtime/stages/files/geometry-file.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import type { GenerateHooks } from "../../runtime/stages/job/job.ts";
import type { Recipe } from "../../runtime/stages/recipe.ts";
import { smallEdit } from "./helpers/small-edit.ts";
import { smallRecipe, TINY_PACK } from "./helpers/small-recipe.ts";

let engine: Engine;
let folder: string;

before(async () => {
  engine = await openEngine({ pack: TINY_PACK, threads: 1 });
  folder = await mkdtemp(join(tmpdir(), "headartist-edit-"));
  await generateHead(await smallRecipe(), engine, folderStore(join(folder, "parent")));
  await edit("shape", { what: "shape" });
  await edit("color", { what: "color" });
  await edit("both", {});
  await edit("lips", { region: "lips,nose" });
});

after(async () => {
  await engine.pack.release();
  await rm(folder, { recursive: true });
});

async function edit(name: string, request: Partial<EditRequest>, hooks: GenerateHooks = {}, parent = "parent") {
  const store = folderStore(join(folder, parent));
  const recipe = await smallEdit(store, request);
  const { look } = (await readDocument(store))!.recipe as Recipe;
  return editHead(recipe, engine, { store, name: parent, look }, folderStore(join(folder, name)), hooks);
}

const file = (head: string, name: string) => readFile(join(folder, head, name));

async function geometry(head: string) {
  return readGeometry(await file(head, "geometry.safetensors"), head).geometry;
}

/** sRGB of every vertex, in 255ths. */
async function colors(head: string): Promise<Float32Array> {
  const { texture } = await smallRecipe();
  const mark = engine.kernels.store.mark();
  const field = createField(engine.kernels, { ...texture.field, outputs: 3 }, 0);
  restoreField(field, readTensors(await file(head, "color.safetensors"), head).tensors, head);
  const values = fieldColors(engine.kernels, field, (await geometry(head)).canonical);
  engine.kernels.store.release(mark);
  return values.map((value) => 255 * value);
}

const difference = (a: Float32Array, b: Float32Array, of: (row: number) => boolean = () => true) => {
  let [sum, count, most] = [0, 0, 0];
  a.forEach((value, i) => {
    if (!of(Math.floor(i / 3))) return;
    const d = Math.abs(value - b[i]);
    [sum, count, most] = [sum + d, count + 1, Math.max(most, d)];
  });
  return { mean: sum / count, most, count };
};

test("a shape edit moves the surface and keeps every colour", async () => {
  assert.deepEqual(await file("shape", "color.safetensors"), await file("parent", "color.safetensors"));
  const [child, parent] = [await geometry("shape"), await geometry("parent")];
  assert.ok(difference(child.positions, parent.positions).mean > 1e-4);
  assert.deepEqual(child.indices, parent.indices);
  assert.deepEqual(child.lattice.distances, parent.lattice.distances, "the distances are frozen");
  assert.deepEqual(child.canonical, parent.positions);
});

test("no tetrahedron of the surface turns inside out", async () => {
  const [child, parent] = [await geometry("both"), await geometry("parent")];
  const least = (await smallEdit(folderStore(join(folder, "parent")))).edit.shape.leastVolume;
  const { floor, tetrahedra } = createMoveLimit(parent.lattice, least);
  const volumes = tetrahedronVolumes(createMoveLimit(child.lattice, least).positions, tetrahedra);
  volumes.forEach((volume, t) => {
    assert.ok(volume > floor[t] - 1e-9);
  });
});

test("a colour edit changes the colours and keeps the shape byte for byte", async () => {
  assert.deepEqual(await file("color", "geometry.safetensors"), await file("parent", "geometry.safetensors"));
  assert.ok(difference(await colors("color"), await colors("parent")).mean > 0.2);
});

test("the child's GLB is valid and has its parent's texture coordinates and triangles at every level", async () => {
  const io = new NodeIO().registerExtensions(ALL_EXTENSIONS);
  const read = async (head: string) => {
    const document = await io.readBinary(await file(head, "head.glb"));
    return document
      .getRoot()
      .listMeshes()
      .flatMap((mesh) => mesh.listPrimitives())
      .map((primitive) => ({
        indices: primitive.getIndices()?.getArray(),
        uvs: primitive.getAttribute("TEXCOORD_0")?.getArray(),
        positions: primitive.getAttribute("POSITION")?.getArray(),
      }));
  };
  const parent = await read("parent");
  assert.ok(parent.length >= 3);
  for (const head of ["shape", "color", "both"]) {
    const { issues } = await validator.validateBytes(await file(head, "head.glb"));
    assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0], JSON.stringify(issues.messages.slice(0, 3)));
    const child = await read(head);
    child.forEach(({ indices, uvs, positions }, i) => {
      assert.deepEqual(indices, parent[i].indices);
      assert.deepEqual(uvs, parent[i].uvs);
      if (head !== "color") assert.notDeepEqual(positions, parent[i].positions);
    });
  }
});

test("outside the edited regions no vertex moves and the colours stay", async () => {
  const { recipe, template } = JSON.parse((await file("lips", "head.json")).toString());
  const [child, parent] = [await geometry("lips"), await geometry("parent")];
  const shape = shapeTemplate(engine.template, template);
  const mask = regionMask(
    engine,
    appearanceOf(recipe),
    { shape, positions: parent.canonical },
    (recipe as Awaited<ReturnType<typeof smallEdit>>).edit,
  );
  const [outside, inside] = [(v: number) => mask[v] === 0, (v: number) => mask[v] === 1];
  assert.ok(mask.filter((weight) => weight === 0).length > mask.length / 2);
  assert.equal(difference(child.positions, parent.positions, outside).most, 0);
  assert.ok(difference(child.positions, parent.positions, inside).most > 1e-4);
  const [ours, theirs] = [await colors("lips"), await colors("parent")];
  const [still, changed] = [difference(ours, theirs, outside), difference(ours, theirs, inside)];
  assert.ok(still.mean < 2, `the colours outside changed by ${still.mean}`);
  assert.ok(changed.mean > 4 * still.mean, `${changed.mean} inside, ${still.mean} outside`);
});

test("the strength scales offsets and colours", async () => {
  await edit("half", { strength: 0.5 });
  await edit("none", { strength: 0 });
  const [half, full, none, parent] = await Promise.all(["half", "both", "none", "parent"].map(geometry));
  assert.deepEqual(none.positions, parent.positions);
  const half2 = half.positions.map((value, i) => parent.positions[i] + 2 * (value - parent.positions[i]));
  assert.ok(difference(half2, full.positions).mean < 0.05 * difference(full.positions, parent.positions).mean);
  const of = await Promise.all(["half", "both", "none", "parent"].map(colors));
  const ratio = difference(of[0], of[3]).mean / difference(of[1], of[3]).mean;
  assert.ok(ratio > 0.4 && ratio < 0.6, `half the strength is ${ratio} of the change`);
  assert.ok(difference(of[2], of[3]).mean < 1);
});

test("an edit of an edit goes on from it, and only its parent is asked", async () => {
  await edit("grandchild", { what: "shape", seed: 9 }, {}, "both");
  const [child, grandchild] = [await geometry("both"), await geometry("grandchild")];
  assert.deepEqual(grandchild.canonical, child.canonical);
  assert.notDeepEqual(grandchild.positions, child.positions);
  assert.deepEqual(await file("grandchild", "color.safetensors"), await file("both", "color.safetensors"));
  assert.deepEqual(await file("grandchild", "layout.safetensors"), await file("parent", "layout.safetensors"));
});

test("the same parent, instruction and seed give the same bytes, and so does an edit stopped in any stage", async () => {
  const reference = await file("lips", "head.glb");
  for (const [stage, step] of [
    ["geometry", 3],
    ["texture", 3],
    ["refine", 1],
  ] as const) {
    const stop = new AbortController();
    const onProgress: GenerateHooks["onProgress"] = (at) => {
      if (at.stage === stage && at.step === step) stop.abort();
    };
    const request = { region: "lips,nose" };
    const hooks = { checkpointInterval: 0, signal: stop.signal, onProgress };
    await assert.rejects(edit(`stopped-${stage}`, request, hooks), { name: "AbortError" });
    await edit(`stopped-${stage}`, request);
    assert.deepEqual(await file(`stopped-${stage}`, "head.glb"), reference);
  }
});

test("killed with SIGKILL at any moment and started again, an edit ends with the same bytes", async () => {
  const script = join(import.meta.dirname, "helpers", "edit-head.ts");
  const paths = [join(folder, "parent"), join(folder, "killed")];
  for (const moment of ["geometry 3", "texture 2", "bake 30"]) {
    const child = spawn(process.execPath, [script, ...paths, ...moment.split(" ")], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [, signal] = await once(child, "exit");
    assert.equal(signal, "SIGKILL", `it never came to "${moment}"`);
  }
  await edit("killed", {});
  for (const name of ["head.glb", "geometry.safetensors", "color.safetensors"]) {
    assert.deepEqual(await file("killed", name), await file("both", name), name);
  }
});

test("the regions of the command line and the API are the template's", () => {
  assert.deepEqual([...REGIONS], engine.template.regionNames);
});

test("what cannot be edited is refused with a remedy", async () => {
  const document = (await file("parent", "head.json")).toString().replace('"status": "done"', '"status": "running"');
  await folderStore(join(folder, "unfinished")).write("head.json", new TextEncoder().encode(document));
  await assert.rejects(edit("x", {}, {}, "unfinished"), /"unfinished" is no finished head/);
  await assert.rejects(edit("x1", { region: "tail" }), /region "tail" is not one of face, hair/);
  await assert.rejects(edit("x2", { strength: "2" }), /strength "2" is not a number from 0 to 1/);
  await assert.rejects(edit("x3", { what: "sound" }), /what "sound" is not one of shape, color, both/);
  await assert.rejects(edit("shape", { what: "color" }), /begun with another recipe \("edit.what" differs\)/);
  await assert.rejects(edit("shape", { what: "shape" }, {}, "color"), /an edit of "parent", not of "color"/);
  assert.equal((await readdir(join(folder, "parent"))).includes("checkpoint.safetensors"), false);
});

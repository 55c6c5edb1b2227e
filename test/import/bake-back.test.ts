import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Accessor, type Document, NodeIO } from "@gltf-transform/core";
import validator from "gltf-validator";
import { createField, layers } from "../../runtime/field/field.ts";
import { type HeadDocument, readDocument, writeDocument } from "../../runtime/head/document.ts";
import { HEAD_FILES } from "../../runtime/head/store.ts";
import { readTensors, writeTensors } from "../../runtime/head/tensors.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { bakeBack } from "../../runtime/import/back/bake-back.ts";
import { fieldParameters, restoreField } from "../../runtime/stages/files/checkpoint.ts";
import { readGeometry, writeGeometry } from "../../runtime/stages/files/geometry-file.ts";
import { MORPHS, makeCharacter } from "./character.ts";
import { importHero, json } from "./hero.ts";
import { goodFiles } from "./hostile/good-files.ts";

let hero: Awaited<ReturnType<typeof importHero>>;

before(async () => {
  hero = await importHero();
});
after(() => hero.close());

const NOSE = 1;
const REACH = 0.3;
const PUSH = [0, 0.02, 0.09];

/** An edited child made by hand: the nose is pushed out, the head is coloured redder. */
async function editedChild(name: string, { push = true, red = true } = {}): Promise<string> {
  const { tools, recipe, folder } = hero;
  const child = join(folder, name);
  await cp(join(folder, "hero"), child, { recursive: true });
  const store = folderStore(child);
  const { import: _, ...document } = (await readDocument(store)) as HeadDocument;
  await writeDocument(store, { ...document, parent: "../hero" });
  if (push) {
    const { geometry, rest } = readGeometry((await store.read(HEAD_FILES.geometry))!, HEAD_FILES.geometry);
    const positions = geometry.positions.slice();
    for (let i = 0; i < positions.length; i += 3) {
      const step = bump(positions.subarray(i, i + 3));
      for (let c = 0; c < 3; c++) positions[i + c] += step[c];
    }
    await store.write(HEAD_FILES.geometry, writeGeometry({ ...geometry, positions }, rest));
  }
  if (red) {
    const top = tools.kernels.store.mark();
    const field = createField(tools.kernels, { ...recipe.texture.field, outputs: 3 }, 0);
    restoreField(field, readTensors((await store.read(HEAD_FILES.color))!, "").tensors, "");
    layers(field).bias2[0] += 0.8;
    await store.write(HEAD_FILES.color, writeTensors(fieldParameters(field)));
    tools.kernels.store.release(top);
  }
  return child;
}

function bump(point: ArrayLike<number>): number[] {
  const nose = hero.shape.landmarks.subarray(3 * NOSE, 3 * NOSE + 3);
  const r = Math.hypot(point[0] - nose[0], point[1] - nose[1], point[2] - nose[2]) / REACH;
  const share = r < 1 ? (1 - r * r) ** 2 : 0;
  return PUSH.map((value) => value * share);
}

async function bake(child: string, what: "shape" | "color" | "both" = "both") {
  const stores = { edited: folderStore(child), imported: folderStore(join(hero.folder, "hero")), what };
  return bakeBack(stores, hero.tools, hero.host);
}

const read = (bytes: Uint8Array): Promise<Document> => new NodeIO().readBinary(bytes);
const bytesOf = (accessor: Accessor | null) => Buffer.from(accessor!.getArray()!.buffer.slice(0));

/** Every accessor of a mesh with a name that says what it is. */
function accessors(document: Document): Map<string, Accessor> {
  const out = new Map<string, Accessor>();
  const root = document.getRoot();
  for (const mesh of root.listMeshes()) {
    mesh.listPrimitives().forEach((primitive, p) => {
      const stem = `${mesh.getName()}.${p}`;
      out.set(`${stem}.indices`, primitive.getIndices()!);
      for (const name of primitive.listSemantics()) out.set(`${stem}.${name}`, primitive.getAttribute(name)!);
      for (const target of primitive.listTargets())
        out.set(`${stem}.${target.getName()}`, target.getAttribute("POSITION")!);
    });
  }
  for (const skin of root.listSkins()) out.set(skin.getName(), skin.getInverseBindMatrices()!);
  return out;
}

test("an edit goes back onto the character and nothing else changes", async () => {
  const { source } = hero;
  const { glb, report } = await bake(await editedChild("edited"));
  const { issues } = await validator.validateBytes(glb);
  assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0], JSON.stringify(issues.messages.slice(0, 3)));
  assert.ok(report.moved > 500);
  assert.ok(report.furthest > 5 && report.furthest < 9, `moved by ${report.furthest} %`);

  const [was, is] = [await read(source), await read(glb)];
  const [before, after] = [accessors(was), accessors(is)];
  assert.deepEqual([...after.keys()], [...before.keys()]);
  const edited = ["Face.0.POSITION", "Face.0.NORMAL"];
  for (const [name, accessor] of before) {
    if (edited.includes(name)) assert.notDeepEqual(bytesOf(after.get(name)!), bytesOf(accessor), name);
    else if (!name.startsWith("Face.1.")) assert.deepEqual(bytesOf(after.get(name)!), bytesOf(accessor), name);
  }
  for (const name of ["JOINTS_0", "WEIGHTS_0", "TEXCOORD_0", ...MORPHS]) {
    for (const p of [0, 1]) assert.ok(before.has(`Face.${p}.${name}`), `the character lacks ${name}`);
  }
  // The JSON but for bounds of accessors and where bytes lie.
  const [jsonWas, jsonIs] = [json(source), json(glb)];
  for (const part of ["nodes", "skins", "scenes", "asset", "samplers"]) assert.deepEqual(jsonIs[part], jsonWas[part]);
  assert.deepEqual(jsonIs.materials.slice(0, jsonWas.materials.length), jsonWas.materials);
});

test("vertices follow the edited surface; those it does not reach keep their bytes", async () => {
  const { source } = hero;
  const { glb } = await bake(await editedChild("pushed", { red: false }));
  const at = async (bytes: Uint8Array) => (await read(bytes)).getRoot().listMeshes()[0].listPrimitives()[0];
  const [was, is] = [await at(source), await at(glb)];
  const [before, after] = [was, is].map((primitive) => primitive.getAttribute("POSITION")!.getArray()!);
  let [compared, still] = [0, 0];
  for (let i = 0; i < before.length; i += 3) {
    const point = [0, 1, 2].map((c) => (before[i + c] - [3, 150, -2][c]) / 17.6);
    const step = bump(point);
    const length = Math.hypot(...step);
    const moved = [0, 1, 2].map((c) => (after[i + c] - before[i + c]) / 17.6);
    // The bump is read off the fitted surface, whose cells are 0.06 wide.
    if (length > 0.05) {
      compared++;
      const off = Math.hypot(...moved.map((value, c) => value - step[c]));
      assert.ok(off < 0.3 * length, `a vertex moved by ${moved}, not by ${step}`);
    }
    if (point[1] < -0.9 || point[2] < -0.2) {
      still++;
      assert.deepEqual(moved, [0, 0, 0]);
    }
  }
  assert.ok(compared > 50 && still > 1000, `${compared} compared, ${still} still`);
  assert.deepEqual(json(glb).images, json(source).images);
});

test("the change of colour lands in the character's own texture, and only where the head is", async () => {
  const { host, source } = hero;
  const { glb, report } = await bake(await editedChild("red", { push: false }));
  assert.deepEqual(Object.keys(report.texels), ["Skin"]);
  const [was, is] = [await read(source), await read(glb)];
  const image = async (document: Document, material: number) => {
    const found = document.getRoot().listMaterials()[material];
    return host.decodeImage((found.getBaseColorTexture() ?? found.getEmissiveTexture())!.getImage()!);
  };
  const face = is.getRoot().listMeshes()[0].listPrimitives()[0].getMaterial()!;
  const materials = is.getRoot().listMaterials();
  const [before, after] = [await image(was, 0), await image(is, materials.indexOf(face))];
  assert.deepEqual([after.width, after.height], [before.width, before.height]);
  const texel = (x: number, y: number) => 4 * (y * before.width + x);
  // The middle of the face, and a corner that no triangle covers.
  const middle = texel(Math.round(0.25 * before.width), Math.round(0.45 * before.height));
  assert.ok(after.rgba[middle] > before.rgba[middle] + 25, `${before.rgba[middle]} → ${after.rgba[middle]}`);
  assert.ok(Math.abs(after.rgba[middle + 2] - before.rgba[middle + 2]) <= 2);
  const corner = texel(before.width - 1, before.height - 1);
  assert.deepEqual(after.rgba.slice(corner, corner + 4), before.rgba.slice(corner, corner + 4));
  // The body glows with the same image: it keeps the old one.
  const glow = materials.findIndex((material) => material.getName() === "Glow");
  assert.deepEqual((await image(is, glow)).rgba, before.rgba);
  const [first, second] = [accessors(was), accessors(is)];
  for (const [name, accessor] of first) assert.deepEqual(bytesOf(second.get(name)!), bytesOf(accessor), name);
});

test("an edit that changes nothing gives the character back", async () => {
  const { source } = hero;
  const { glb, report } = await bake(await editedChild("same", { push: false, red: false }));
  assert.deepEqual([report.moved, report.texels], [0, {}]);
  assert.deepEqual(json(glb), json(source));
});

test("a head that was not imported has no character to go back to", async () => {
  const { tools, host } = hero;
  const store = folderStore(await editedChild("orphan"));
  await assert.rejects(bakeBack({ edited: store, imported: store }, tools, host), { code: "not-imported" });
});

/** Bakes an edit back onto the same character, written in another way. */
async function bakeOnto(bytes: Uint8Array, name: string) {
  const { folder, source } = hero;
  const place = join(folder, "hero", HEAD_FILES.source);
  await writeFile(place, bytes);
  try {
    return await bake(await editedChild(name));
  } finally {
    await writeFile(place, source);
  }
}

test("parts without a texture take the colours at their vertices", async () => {
  const { tools, shape } = hero;
  const bare = await makeCharacter(tools.template, shape, { bare: true });
  const { glb, report } = await bakeOnto(bare, "bare");
  const { issues } = await validator.validateBytes(glb);
  assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0], JSON.stringify(issues.messages.slice(0, 3)));
  assert.ok(report.moved > 500 && report.vertices > 500, JSON.stringify(report));
  const [skin] = (await read(glb)).getRoot().listMeshes()[0].listPrimitives();
  assert.deepEqual(skin.getMaterial()!.getBaseColorFactor(), [1, 1, 1, 1]);
  const colors = skin.getAttribute("COLOR_0")!;
  const positions = skin.getAttribute("POSITION")!;
  const [color, position]: number[][] = [[], []];
  let [redder, kept] = [0, 0];
  for (let v = 0; v < colors.getCount(); v++) {
    colors.getElement(v, color);
    positions.getElement(v, position);
    if (color[0] > 0.62 && color[1] < 0.45) redder++;
    // Below the cut of the bust nothing changes: the factor that was the material's.
    if ((position[1] - 150) / 17.6 < -0.98) {
      kept++;
      for (const [c, value] of [0.6, 0.4, 0.3].entries()) assert.ok(Math.abs(color[c] - value) < 1e-6);
    }
  }
  assert.ok(redder > 500 && kept > 10, `${redder} redder, ${kept} kept`);
});

test("the ways of writing a character are kept: JPEG, quantised, and Draco's geometry unpacked", async () => {
  const files = new Map((await goodFiles(hero.source)).map(({ name, bytes }) => [name, bytes]));
  const jpeg = await bakeOnto(files.get("with textures in JPEG")!, "jpeg");
  assert.deepEqual(
    json(jpeg.glb).images.map(({ mimeType }: { mimeType: string }) => mimeType),
    ["image/jpeg", "image/jpeg"],
  );
  const quantised = files.get("quantised")!;
  const baked = await bakeOnto(quantised, "quantised");
  const types = (glb: Uint8Array) => {
    const { accessors, meshes } = json(glb);
    return Object.entries<number>(meshes[0].primitives[0].attributes).map(([name, index]) => [
      name,
      accessors[index].componentType,
    ]);
  };
  assert.deepEqual(types(baked.glb), types(quantised));
  const draco = await bakeOnto(files.get("compressed by Draco")!, "draco");
  assert.deepEqual(json(draco.glb).extensionsUsed ?? [], []);
  for (const { glb, report } of [jpeg, baked, draco]) {
    const { issues } = await validator.validateBytes(glb);
    assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0], JSON.stringify(issues.messages.slice(0, 3)));
    assert.ok(report.moved > 500 && Object.keys(report.texels).length === 1, JSON.stringify(report));
  }
});

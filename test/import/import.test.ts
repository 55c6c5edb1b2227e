import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Accessor, type Document, NodeIO } from "@gltf-transform/core";
import validator from "gltf-validator";
import { openTools } from "../../runtime/cli/engine.ts";
import { folderStore } from "../../runtime/cli/host-files.ts";
import { openImportHost } from "../../runtime/cli/import.ts";
import { loadPreset } from "../../runtime/cli/presets.ts";
import { createField, layers } from "../../runtime/field/field.ts";
import { type HeadDocument, readDocument, writeDocument } from "../../runtime/head/document.ts";
import { HEAD_FILES } from "../../runtime/head/store.ts";
import { type HeadShape, shapeTemplate } from "../../runtime/head/template-shape.ts";
import { readTensors, writeTensors } from "../../runtime/head/tensors.ts";
import { bakeBack } from "../../runtime/import/bake-back.ts";
import { type ImportedHead, importHead } from "../../runtime/import/import-head.ts";
import { ImportError, type ImportHost } from "../../runtime/import/types.ts";
import { fieldParameters, restoreField } from "../../runtime/stages/checkpoint.ts";
import type { Tools } from "../../runtime/stages/engine.ts";
import { readGeometry, writeGeometry } from "../../runtime/stages/geometry-file.ts";
import type { ImportSettings, Recipe } from "../../runtime/stages/recipe.ts";
import { smallRecipe } from "../stages/helpers/small-recipe.ts";
import { MORPHS, makeCharacter, toScene } from "./character.ts";

let tools: Tools;
let host: ImportHost;
let shape: HeadShape;
let folder: string;
let recipe: Recipe;
let fit: ImportSettings;
let source: Uint8Array;
let imported: ImportedHead;

before(async () => {
  tools = await openTools(1);
  host = await openImportHost(false, 1);
  shape = shapeTemplate(tools.template);
  folder = await mkdtemp(join(tmpdir(), "headartist-import-"));
  recipe = await smallRecipe();
  const preset = await loadPreset("draft");
  fit = {
    ...preset.import,
    distance: { ...preset.import.distance, steps: 120, batch: 4096 },
    surface: { ...preset.import.surface, steps: 12 },
    color: { ...preset.import.color, steps: 90, batch: 2048, points: 20000 },
  };
  source = await makeCharacter(tools.template, shape);
  imported = await importHead(request(source), tools, host, folderStore(join(folder, "hero")));
});

after(() => rm(folder, { recursive: true }));

/** Seven landmarks, as somebody would click them in the scene. */
function landmarks(): string {
  const ids = [1, 33, 263, 61, 291, 152, 10];
  const points = ids.map((id) => [id, toScene(shape.landmarks.subarray(3 * id, 3 * id + 3))]);
  return JSON.stringify({ landmarks: Object.fromEntries(points) });
}

function request(bytes: Uint8Array, align: "face" | "bounds" | { file: string } = { file: landmarks() }) {
  return { source: bytes, align, recipe, fit };
}

const NOSE = 1;
const REACH = 0.3;
const PUSH = [0, 0.02, 0.09];

/** An edited child made by hand: the nose is pushed out, the head is coloured redder. */
async function editedChild(name: string, { push = true, red = true } = {}): Promise<string> {
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
  const nose = shape.landmarks.subarray(3 * NOSE, 3 * NOSE + 3);
  const r = Math.hypot(point[0] - nose[0], point[1] - nose[1], point[2] - nose[2]) / REACH;
  const share = r < 1 ? (1 - r * r) ** 2 : 0;
  return PUSH.map((value) => value * share);
}

async function bake(child: string, what: "shape" | "color" | "both" = "both") {
  const stores = { edited: folderStore(child), imported: folderStore(join(folder, "hero")), what };
  return bakeBack(stores, tools, host);
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

test("the head is found by its joint and lands in head space", async () => {
  const { found, alignment, licence, sha256 } = imported.document.import!;
  assert.deepEqual(found, { how: "joint", name: "mixamorig:Head" });
  assert.equal(alignment.landmarks, 7);
  assert.ok(alignment.residual! < 0.01, `landmarks are off by ${alignment.residual} %`);
  for (const point of [
    [0.3, 0.2, -0.4],
    [0, 0, 0.6],
  ]) {
    const [x, y, z] = toScene(point);
    const m = alignment.matrix;
    const back = [0, 1, 2].map((row) => m[row] * x + m[4 + row] * y + m[8 + row] * z + m[12 + row]);
    for (let c = 0; c < 3; c++) assert.ok(Math.abs(back[c] - point[c]) < 1e-4);
  }
  assert.equal(licence, "CC0 1.0, MakeHuman");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", source as Uint8Array<ArrayBuffer>));
  assert.equal(sha256, Buffer.from(digest).toString("hex"));
});

test("the fields lie on the character, and the head document is one to edit", async () => {
  const { chamfer, psnr } = imported.fit;
  // The grid's cells are 5 % of the head's height here.
  assert.ok(chamfer < 0.8, `Chamfer distance ${chamfer} %`);
  assert.ok(psnr > 17, `PSNR ${psnr} dB`);
  const { issues } = await validator.validateBytes(imported.glb);
  assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0]);
  const store = folderStore(join(folder, "hero"));
  assert.equal((await readDocument(store))?.status, "done");
  const { geometry } = readGeometry((await store.read(HEAD_FILES.geometry))!, HEAD_FILES.geometry);
  assert.equal(geometry.lattice.edges.length, (geometry.positions.length / 3) * 2);
  assert.deepEqual(new Uint8Array(await readFile(join(folder, "hero", HEAD_FILES.source))), source);
});

test("called again on its folder, an import ends with the same bytes; another file is refused", async () => {
  const again = await importHead(request(source), tools, host, folderStore(join(folder, "hero")));
  assert.deepEqual(again.glb, imported.glb);
  const other = await makeCharacter(tools.template, shape, { joint: "head" });
  await assert.rejects(importHead(request(other), tools, host, folderStore(join(folder, "hero"))), /another head/);
});

test("an edit goes back onto the character and nothing else changes", async () => {
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
  const { glb, report } = await bake(await editedChild("same", { push: false, red: false }));
  assert.deepEqual([report.moved, report.texels], [0, {}]);
  assert.deepEqual(json(glb), json(source));
});

test("a head that was not imported has no character to go back to", async () => {
  const store = folderStore(await editedChild("orphan"));
  await assert.rejects(bakeBack({ edited: store, imported: store }, tools, host), { code: "not-imported" });
});

test("colours need texture coordinates, shapes do not", async () => {
  const bare = await makeCharacter(tools.template, shape, { bare: true });
  await writeFile(join(folder, "hero", HEAD_FILES.source), bare);
  try {
    const child = await editedChild("bare");
    await assert.rejects(bake(child), {
      code: "no-uvs",
      message: /Hero \/ Skin.*no texture coordinates.*--what shape/,
    });
    assert.ok((await bake(child, "shape")).report.moved > 500);
  } finally {
    await writeFile(join(folder, "hero", HEAD_FILES.source), source);
  }
});

test("what cannot be imported is told what was found and what to do", async () => {
  const attempt = (bytes: Uint8Array, more = {}) =>
    importHead({ ...request(bytes), ...more }, tools, host, folderStore(join(folder, "none")));
  const failing = async (code: string, message: RegExp, bytes: Uint8Array, more = {}) => {
    await assert.rejects(attempt(bytes, more), (error: unknown) => {
      assert.ok(error instanceof ImportError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });
  };
  await failing("not-a-glb", /\.glb/, new TextEncoder().encode("solid head\nfacet normal 0 0 1\n"));
  await failing("no-such-node", /"Helmet".*Torso/, source, { node: "Helmet" });
  await failing("no-face", /--align bounds/, source, { align: "face" });
  await failing("bad-alignment", /landmark "900"/, source, { align: { file: '{"landmarks":{"900":[0,0,0]}}' } });
  await failing("bad-alignment", /mirrors/, source, {
    align: { file: '{"matrix":[-1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1]}' },
  });
  await failing("no-solid", /encloses no volume/, source, { node: "Torso", align: "bounds" });
  const draco = patched((found) => {
    found.extensionsUsed = ["KHR_draco_mesh_compression"];
  });
  await assert.rejects(
    importHead(request(draco), tools, { ...host, decoders: {} }, folderStore(join(folder, "none"))),
    { code: "no-draco-decoder", message: /npm install draco3dgltf/ },
  );
  await failing(
    "basis-texture",
    /PNG, JPEG or WebP/,
    patched((found) => {
      found.extensionsUsed = ["KHR_texture_basisu"];
    }),
  );
  await failing(
    "external-files",
    /skin\.png/,
    patched((found) => {
      found.images[0] = { uri: "skin.png" };
    }),
  );
});

// biome-ignore lint/suspicious/noExplicitAny: glTF JSON
function json(bytes: Uint8Array): any {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + view.getUint32(12, true))));
}

/** The character with another JSON chunk. */
function patched(change: (found: ReturnType<typeof json>) => void): Uint8Array {
  const found = json(source);
  change(found);
  const text = JSON.stringify(found);
  const chunk = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const rest = source.subarray(20 + new DataView(source.buffer, source.byteOffset).getUint32(12, true));
  const out = new Uint8Array(20 + chunk.length + rest.length);
  out.set(source.subarray(0, 20));
  out.set(chunk, 20);
  out.set(rest, 20 + chunk.length);
  const view = new DataView(out.buffer);
  view.setUint32(8, out.length, true);
  view.setUint32(12, chunk.length, true);
  return out;
}

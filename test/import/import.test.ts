import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import validator from "gltf-validator";
import { readDocument } from "../../runtime/head/document.ts";
import { HEAD_FILES } from "../../runtime/head/store.ts";
import type { Template } from "../../runtime/head/template.ts";
import type { HeadShape } from "../../runtime/head/template-shape.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { openImportHost } from "../../runtime/host/node/import-host.ts";
import { makeGridRecipe } from "../../runtime/host/node/recipes.ts";
import { alignBounds } from "../../runtime/import/align/align-head.ts";
import { findFacing } from "../../runtime/import/align/find-facing.ts";
import { findHead } from "../../runtime/import/align/find-head.ts";
import { headBounds } from "../../runtime/import/align/head-bounds.ts";
import { importHead } from "../../runtime/import/import-head.ts";
import { gatherParts } from "../../runtime/import/source/gather-parts.ts";
import { readSource } from "../../runtime/import/source/read-source.ts";
import { ImportError, type ImportHost } from "../../runtime/import/types.ts";
import { readGeometry } from "../../runtime/stages/files/geometry-file.ts";
import { makeCharacter, toScene } from "./character.ts";
import { importHero, json } from "./hero.ts";

let hero: Awaited<ReturnType<typeof importHero>>;

before(async () => {
  hero = await importHero();
});
after(() => hero.close());

test("the head is found by its joint and lands in head space", async () => {
  const { source, imported } = hero;
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
  const { folder, source, imported } = hero;
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
  const { tools, host, shape, folder, source, request, imported } = hero;
  const again = await importHead(request(source), tools, host, folderStore(join(folder, "hero")));
  assert.deepEqual(again.glb, imported.glb);
  const other = await makeCharacter(tools.template, shape, { joint: "head" });
  await assert.rejects(importHead(request(other), tools, host, folderStore(join(folder, "hero"))), /another head/);
});

test("wrapped, a character gets the skin, the joints and the expressions of all heads", async () => {
  const { tools, host, folder, source, request } = hero;
  const plain = request(source);
  const asked = await makeGridRecipe({ prompt: "a person", preset: "draft", wrap: true, textureSize: 256 });
  assert.ok(asked.wrap);
  const recipe = { ...plain.recipe, wrap: asked.wrap, bake: asked.bake };
  const head = await importHead({ ...plain, recipe }, tools, host, folderStore(join(folder, "wrapped")));
  assert.deepEqual(
    head.levels.map(({ name }) => name),
    ["head.lod1.glb", "head.lod2.glb", "head.lod3.glb"],
  );
  const { skins, meshes } = json(head.glb);
  assert.equal(skins[0].joints.length, 5);
  const skin = meshes.find(({ name }: { name: string }) => name === "Skin");
  assert.equal(skin.extras.targetNames.length, 67);
  const { issues } = await validator.validateBytes(head.glb);
  assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0]);
  const blind = { ...plain, recipe, align: { facing: 0 } };
  await assert.rejects(importHead(blind, tools, host, folderStore(join(folder, "blind"))), /wrapped by the landmarks/);
});

test("what cannot be imported is told what was found and what to do", async () => {
  const { tools, host, folder, source, request } = hero;
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
  await failing("no-face", /a head that has none.*--align bounds/, source, { align: "face" });
  await failing("which-way", /--align bounds:0/, source, { align: "bounds" });
  await failing("bad-alignment", /landmark "900"/, source, { align: { file: '{"landmarks":{"900":[0,0,0]}}' } });
  await failing("bad-alignment", /mirrors/, source, {
    align: { file: '{"matrix":[-1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1]}' },
  });
  await failing("no-solid", /encloses no volume/, source, { node: "Torso", align: { facing: 0 } });
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

/** Azimuth in degrees that the tests' character looks to. */
const LOOKS = 20;

test("which way a character looks is told by its skeleton, else by its face", async () => {
  const { tools, shape } = hero;
  const host = await openImportHost(true, 1);
  const upright = (bytes: Uint8Array) => facingOf(bytes, tools.template, shape, host);
  // Bones left and right of its gaze.
  const side = (name: string, sign: number) => {
    const [x, z] = [Math.cos((LOOKS * Math.PI) / 180), -Math.sin((LOOKS * Math.PI) / 180)];
    return { name, translation: [0.2 * sign * x, 1.4, 0.2 * sign * z] };
  };
  const boned = patched((found) => {
    found.scenes[0].nodes.push(found.nodes.push(side("mixamorig:LeftArm", 1)) - 1);
    found.scenes[0].nodes.push(found.nodes.push(side("mixamorig:RightArm", -1)) - 1);
  });
  assert.ok(Math.abs((await upright(boned)) - LOOKS) < 0.1);
  // Turned about: its back is to the front; the face alone tells.
  for (const turn of [0, 180]) {
    const turned = patched((found) => {
      const half = ((turn - LOOKS) * Math.PI) / 360;
      const nodes = found.scenes[0].nodes;
      found.scenes[0].nodes = [
        found.nodes.push({ children: nodes, rotation: [0, Math.sin(half), 0, Math.cos(half)] }) - 1,
      ];
    });
    assert.equal(await upright(turned), turn);
  }
});

async function facingOf(bytes: Uint8Array, template: Template, shape: HeadShape, host: ImportHost): Promise<number> {
  const document = await readSource(bytes, host);
  const found = findHead(document);
  const parts = await gatherParts(document, found, host);
  const { matrix } = alignBounds(headBounds(found, parts), template, shape);
  return findFacing(document, parts, matrix, template, host);
}

/** It with another JSON chunk. */
function patched(change: (found: ReturnType<typeof json>) => void): Uint8Array {
  const found = json(hero.source);
  change(found);
  const text = JSON.stringify(found);
  const chunk = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4));
  const { source } = hero;
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

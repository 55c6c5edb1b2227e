/**
 * `npm run test:edits`: a head of the starter pack and four edits, each of the one before, in out/edits; minutes. Writes
 * the contact sheet of all five versions, out/edits/chain.webp. Versions that are there are kept.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import sharp from "sharp";
import { stackSheets } from "../../../runtime/bake/preview/diff-sheet.ts";
import { renderPreview } from "../../../runtime/bake/preview/preview.ts";
import { HEAD_FILES } from "../../../runtime/head/store.ts";
import { openEngine } from "../../../runtime/host/node/engine.ts";
import { packagePath } from "../../../runtime/host/node/paths.ts";
import { readHead } from "../../../runtime/host/node/read-head.ts";
import type { Engine } from "../../../runtime/stages/engine.ts";
import { type Classifier, openClassifier } from "../quality/classifier.ts";
import { compareVersions } from "./compare.ts";
import { turntable } from "./see-attribute.ts";
import { type Change, openVersions } from "./versions.ts";

const FOLDER = packagePath("out", "edits");
const PARENT = "a young man with short brown hair";
const CHAIN: Change[] = [
  { instruction: "make him older" },
  { instruction: "make his hair white", what: "color", region: "hair,brows" },
  { instruction: "add a full beard", region: "face,lips,neck" },
  { instruction: "bronze skin", what: "color" },
];
/** Side of the sheet's pictures. */
const TILE = 256;

let engine: Engine;
let classifier: Classifier;
let versions: ReturnType<typeof openVersions>;

before(async () => {
  engine = await openEngine({ pack: "starter" });
  classifier = await openClassifier();
  versions = openVersions(engine, FOLDER, "draft");
  await versions.makeParent("0", PARENT, 3);
  for (const [i, change] of CHAIN.entries()) await versions.makeEdit(`${i}`, `${i + 1}`, change);
});

after(async () => {
  await Promise.all([engine.pack.release(), classifier.release()]);
});

const surfaceOf = async (name: string) => (await readHead(join(FOLDER, name))).surface;

test("the chain's contact sheet: five versions from four angles", async () => {
  const rows = [];
  for (let i = 0; i <= CHAIN.length; i++) {
    rows.push(await renderPreview(await surfaceOf(`${i}`), { normals: false, size: TILE }));
  }
  const { rgb, width, height } = stackSheets(rows);
  assert.deepEqual([width, height], [4 * TILE, 5 * TILE]);
  const file = join(FOLDER, "chain.webp");
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .webp({ quality: 88 })
    .toFile(file);
  process.stderr.write(`${file}\n`);
});

test("the classifier sees white hair, then the beard, and both stay", async () => {
  const seen = [];
  for (let i = 0; i < CHAIN.length; i++) seen.push(await classifier.classify(await turntable(await surfaceOf(`${i}`))));
  const [parent, , white, bearded] = seen;
  assert.deepEqual([parent.hair_color, parent.beard], ["brown", "no"]);
  assert.match(white.hair_color, /white|grey/);
  assert.deepEqual([bearded.beard, white.beard], ["yes", "no"]);
  assert.match(bearded.hair_color, /white|grey/);
});

test("bronze is the skin alone, and the edits of colour keep the shape's bytes", async () => {
  const { mesh, sample } = await surfaceOf("4");
  const corners = Uint32Array.from({ length: mesh.indices.length / 3 }, (_, i) => i);
  const { metallic } = await sample(corners, new Float32Array(2 * corners.length).fill(1 / 3));
  const metal = (where: (x: number, y: number, z: number) => boolean) => {
    const values = metallic.filter((_, i) => {
      const at = 3 * mesh.indices[3 * i];
      return where(mesh.positions[at], mesh.positions[at + 1], mesh.positions[at + 2]);
    });
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  assert.ok(metal((x, y, z) => Math.abs(x) < 0.1 && y > 0.1 && y < 0.2 && z > 0.3) > 0.9, "the forehead is bronze");
  assert.ok(metal((_, y, z) => y > 0.4 && z < 0) < 0.05, "the hair is not");
  for (const [parent, child] of ["12", "34"]) {
    const [a, b] = await Promise.all([parent, child].map((name) => readFile(join(FOLDER, name, HEAD_FILES.geometry))));
    assert.deepEqual(a, b);
  }
});

test("what lies outside an edit's regions stays", async () => {
  for (const [parent, child] of ["12", "23"]) {
    const mark = engine.kernels.store.mark();
    const [was, is] = [await versions.readVersion(parent), await versions.readVersion(child)];
    const { landmarksMoved, colorOutside } = compareVersions(engine, was, is);
    engine.kernels.store.release(mark);
    assert.ok(landmarksMoved.max < 2 && colorOutside! < 2, `${landmarksMoved.max} %, ${colorOutside}/255`);
  }
});

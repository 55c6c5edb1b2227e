import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Document, WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { validateBytes } from "gltf-validator";
import { blend } from "../../runtime/api/index.ts";
import { writeHeadFiles } from "../../runtime/bake/layered/write-head-files.ts";
import { buildLayeredHead } from "../../runtime/head/layers/build-layered-head.ts";
import { writeTensors } from "../../runtime/head/tensors.ts";
import { readHeadKit } from "../../runtime/host/node/head-kit.ts";
import { encodeImage } from "../../runtime/host/node/images.ts";
import { headartist, ROOT } from "../cli/run.ts";

const SIZE = 256;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-blend-"));
  const kit = await readHeadKit();
  for (const name of ["red-haired-girl", "orc-mohawk"]) {
    const look = JSON.parse(await readFile(join(ROOT, `test/head/looks/${name}.json`), "utf8"));
    const { head } = await buildLayeredHead(kit, look, { textureSize: SIZE });
    const { glb } = await writeHeadFiles(head, SIZE, encodeImage, {
      morphs: "none",
      extras: { headartist: { recipe: { carrier: "layers", look, seed: 0 } } },
    });
    await writeFile(join(folder, `${name}.glb`), glb);
  }
});
after(() => rm(folder, { recursive: true }));

const read = async (file: string): Promise<Document> =>
  new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(await readFile(join(folder, file)));
const positionsOf = (document: Document, name: string) =>
  document
    .getRoot()
    .listMeshes()
    .find((mesh) => mesh.getName() === name)!
    .listPrimitives()[0]
    .getAttribute("POSITION")!
    .getArray()!;

test("blend makes a head between two files, a third of the way, and its levels; and one between it and another", async () => {
  const [a, b, output] = ["red-haired-girl.glb", "orc-mohawk.glb", "half orc.glb"].map((name) => join(folder, name));
  const few = ["--texture-size", String(SIZE), "--morphs", "speech", "--json"];
  const { code, stdout, stderr } = await headartist("blend", a, b, "--amount", "0.3", "-o", output, ...few);
  assert.equal(code, 0, stderr);
  const done = JSON.parse(stdout.trim());
  // Braids and a mohawk: each a file of its own.
  assert.deepEqual(done.whole, [{ name: "Hair", from: "a" }]);
  assert.deepEqual(done.omitted, ["Tusks"]);
  assert.ok((await readdir(folder)).includes("half orc.lod3.glb"));
  const { issues } = await validateBytes(new Uint8Array(await readFile(output)));
  assert.deepEqual(
    issues.messages.filter(({ severity }) => severity < 2),
    [],
  );
  const [girl, orc, mixed] = await Promise.all(["red-haired-girl.glb", "orc-mohawk.glb", "half orc.glb"].map(read));
  for (const layer of ["Skin", "EyeLeft", "Teeth"]) {
    const [first, second, found] = [girl, orc, mixed].map((document) => positionsOf(document, layer));
    for (let i = 0; i < found.length; i++)
      assert.ok(Math.abs(found[i] - (0.7 * first[i] + 0.3 * second[i])) < 1e-5, `${layer} ${i}`);
  }
  const again = await blend({ a: output, b, amount: 1, textureSize: SIZE, morphs: "none" });
  const skin = (document: Document) => positionsOf(document, "Skin");
  const last = skin(await new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(again.glb));
  assert.ok(skin(orc).every((x, i) => Math.abs(x - last[i]) < 1e-6));
});

test("what was distilled is mixed where a head's folder is beside its file, and told where it is not", async () => {
  const b = join(folder, "orc-mohawk.glb");
  const kit = await readHeadKit();
  const look = JSON.parse(await readFile(join(ROOT, "test/head/looks/red-haired-girl.json"), "utf8"));
  const { head } = await buildLayeredHead(kit, look, { textureSize: SIZE });
  const { glb } = await writeHeadFiles(head, SIZE, encodeImage, {
    morphs: "none",
    extras: { headartist: { recipe: { carrier: "layers", look, seed: 0, stages: {} } } },
  });
  const { positions } = head.layers[0].levels[0];
  // Along z at the height of the nose alone.
  const moves = positions.map((_, i) => (i % 3 === 2 && Math.abs(positions[i - 1] + 0.2) < 0.1 ? 0.02 : 0));
  await mkdir(join(folder, "girl.head"));
  for (const [name, bytes] of [
    ["girl.glb", glb],
    ["girl.head/head.glb", glb],
    ["alone.glb", glb],
    ["girl.head/geometry.safetensors", writeTensors({ skin: moves })],
    ["girl.head/color.safetensors", writeTensors({ skin: new Float32Array(moves.length) })],
  ] as const)
    await writeFile(join(folder, name), bytes);
  const mix = (a: string) => blend({ a, b, amount: 0.25, textureSize: SIZE, morphs: "none" });
  const [learned, lost] = [await mix(join(folder, "girl.glb")), await mix(join(folder, "alone.glb"))];
  assert.deepEqual([learned.undistilled, lost.undistilled], [[], ["a"]]);
  const io = new WebIO().registerExtensions(ALL_EXTENSIONS);
  const [to, from] = await Promise.all(
    [learned, lost].map(async ({ glb: bytes }) => positionsOf(await io.readBinary(bytes), "Skin")),
  );
  const { metresPerUnit } = kit.anatomy;
  for (let i = 0; i < moves.length; i++)
    assert.ok(Math.abs(to[i] - from[i] - 0.75 * moves[i] * metresPerUnit) < 1e-6, `coordinate ${i}`);
});

test("blend says what is wrong with a file or an amount", async () => {
  const a = join(folder, "red-haired-girl.glb");
  const text = join(folder, "text.glb");
  await writeFile(text, "no GLB at all, but some letters");
  const wrong: [string[], RegExp, number][] = [
    [[a, text], /text\.glb" is no head of layers/, 3],
    [[a, join(folder, "none.glb")], /cannot read .*none\.glb/, 3],
    [[a, a, "--amount", "2"], /--amount 2 must be a number from 0 to 1/, 2],
    [[a, a, "-o", "head.obj"], /head\.obj.*\.glb/, 2],
  ];
  for (const [args, message, expected] of wrong) {
    const { code, stderr } = await headartist("blend", ...args);
    assert.equal(code, expected, stderr);
    assert.match(stderr, message);
  }
});

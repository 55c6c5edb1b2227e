import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { headartist, ROOT } from "./run.ts";

const GIRL = join(ROOT, "test/head/looks/red-haired-girl.json");
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-build-"));
});
after(() => rm(folder, { recursive: true }));

test("build makes a GLB of a Look, with coarser levels beside it, at the triangles that are asked for", async () => {
  const output = join(folder, "girl.glb");
  const few = ["--texture-size", "256", "--triangles", "9000", "--morphs", "none", "--json"];
  const { code, stdout, stderr } = await headartist("build", "--look", GIRL, "-o", output, ...few);
  assert.equal(code, 0, stderr);
  const done = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .find(({ event }) => event === "done");
  assert.deepEqual((await readdir(folder)).sort(), ["girl.glb", ...done.levels].sort());
  const root = (await new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(await readFile(output))).getRoot();
  const triangles = root
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
    .reduce((sum, primitive) => sum + primitive.getIndices()!.getCount() / 3, 0);
  assert.equal(triangles, done.triangles);
  assert.ok(triangles > 4000 && triangles < 20000, `${triangles} triangles`);
  assert.ok(root.listMeshes().some((mesh) => mesh.getName() === "Hair"));
});

test("build draws what a part file covers, and names what none does", async () => {
  const output = join(folder, "hoops.glb");
  const few = ["--texture-size", "256", "--triangles", "3000", "--morphs", "none", "--avatar", "--json"];
  const { code, stdout, stderr } = await headartist(
    "build",
    "a woman with gold hoop earrings and a top hat",
    "-o",
    output,
    ...few,
  );
  assert.equal(code, 0, stderr);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const { items } = events.find(({ event }) => event === "read").report;
  assert.equal(items.find(({ text }: { text: string }) => text === "gold hoop earrings").state, "used");
  assert.ok(events.some(({ event, missing }) => event === "missing" && /hat/.test(missing.join())));
  const glb = await readFile(output);
  const json = JSON.parse(glb.subarray(20, 20 + glb.readUInt32LE(12)).toString());
  assert.ok(json.nodes.some(({ name }: { name: string }) => name === "Jewellery"));
  assert.equal(json.extensions.VRMC_vrm.specVersion, "1.0");
});

test("build says what is wrong with a Look or an option", async () => {
  const broken = join(folder, "broken.json");
  await writeFile(broken, JSON.stringify({ version: 1, who: { sex: { male: 3 } } }));
  const wrong: [string[], RegExp, number][] = [
    [["--look", broken], /broken\.json: the Look's/, 3],
    [["--look", join(folder, "none.json")], /cannot read .*none\.json/, 3],
    [["--look", GIRL, "a", "girl"], /--look, not both/, 2],
    [["--look", GIRL, "--texture-size", "300"], /texture-size 300.*256, 512/, 2],
    [["--look", GIRL, "-o", "head.obj"], /head\.obj.*\.glb/, 2],
  ];
  for (const [args, message, expected] of wrong) {
    const { code, stderr } = await headartist("build", ...args);
    assert.equal(code, expected, stderr);
    assert.match(stderr, message);
  }
});

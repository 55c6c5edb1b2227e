import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { WebIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import type { Report } from "../../runtime/prompt/report.ts";
import { headartist, ROOT } from "./run.ts";

const GIRL = join(ROOT, "test/head/looks/red-haired-girl.json");
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-build-"));
});
after(() => rm(folder, { recursive: true }));

test("a Look becomes a GLB at the triangles that are asked for, with coarser levels beside it that it tells of", async () => {
  const output = join(folder, "girl.glb");
  const few = ["--texture-size", "256", "--triangles", "9000", "--morphs", "none", "--avatar", "--json"];
  const { code, stdout, stderr } = await headartist(
    "generate",
    "--preset",
    "built",
    "--look",
    GIRL,
    "-o",
    output,
    ...few,
  );
  assert.equal(code, 0, stderr);
  const done = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .find(({ event }) => event === "done");
  assert.deepEqual(done.levels, ["girl.lod1.glb", "girl.lod2.glb", "girl.lod3.glb"]);
  assert.deepEqual((await readdir(folder)).sort(), ["girl.glb", "girl.head", ...done.levels].sort());
  const glb = await readFile(output);
  const json = JSON.parse(glb.subarray(20, 20 + glb.readUInt32LE(12)).toString());
  assert.equal(json.extensions.VRMC_vrm.specVersion, "1.0");
  const told = json.nodes.flatMap(({ extras }: { extras?: { headartist?: object } }) => extras?.headartist ?? []);
  assert.equal(told[0].levels.length, done.levels.length);
  assert.equal(told[0].recipe.preset, "built");
  const root = (await new WebIO().registerExtensions(ALL_EXTENSIONS).readBinary(glb)).getRoot();
  const triangles = root
    .listMeshes()
    .flatMap((mesh) => mesh.listPrimitives())
    .reduce((sum, primitive) => sum + primitive.getIndices()!.getCount() / 3, 0);
  assert.equal(triangles, done.triangles[0]);
  assert.ok(triangles > 4000 && triangles < 20000, `${triangles} triangles`);
  assert.ok(root.listMeshes().some((mesh) => mesh.getName() === "Hair"));
});

test("words that a part covers are drawn, and words that none does are named", async () => {
  const { code, stdout, stderr } = await headartist(
    ...["generate", "a woman with gold hoop earrings and a halo", "--preset", "built", "--dry-run", "--json"],
  );
  assert.equal(code, 0, stderr);
  const { items }: Report = JSON.parse(stdout).report;
  const state = (words: string) => items.find(({ text }) => text === words)?.state;
  assert.deepEqual([state("gold hoop earrings"), state("halo")], ["used", "known"], stdout);
});

test("what is wrong with a Look or an option of a preset is said", async () => {
  const broken = join(folder, "broken.json");
  await writeFile(broken, JSON.stringify({ version: 1, who: { sex: { male: 3 } } }));
  const wrong: [string[], RegExp, number][] = [
    [["--look", broken], /broken\.json: the Look's/, 3],
    [["--look", join(folder, "none.json")], /cannot read .*none\.json/, 3],
    [["--look", GIRL, "a", "girl"], /--look, not both/, 2],
    [["--look", GIRL, "--texture-size", "300"], /texture-size "300".*256, 512/, 2],
    [["--look", GIRL, "-o", "head.obj"], /head\.obj.*\.glb/, 2],
    [["--look", GIRL, "--guidance", "sds"], /guidance says how a model leads/, 2],
  ];
  for (const [args, message, expected] of wrong) {
    const { code, stderr } = await headartist("generate", "--preset", "built", ...args);
    assert.equal(code, expected, stderr);
    assert.match(stderr, message);
  }
});

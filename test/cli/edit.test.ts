import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openEngine } from "../../runtime/host/node/engine.ts";
import { folderStore, writeDurably } from "../../runtime/host/node/files.ts";
import { editHead } from "../../runtime/stages/edit/edit.ts";
import { generateHead } from "../../runtime/stages/generate.ts";
import { smallEdit } from "../stages/helpers/small-edit.ts";
import { smallRecipe, TINY_PACK } from "../stages/helpers/small-recipe.ts";
import { headartist } from "./run.ts";

let folder: string;
const at = (name: string) => join(folder, name);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-cli-edit-"));
  const engine = await openEngine({ pack: TINY_PACK, threads: 1 });
  const parent = folderStore(at("man.head"));
  const made = await smallRecipe();
  const { glb } = await generateHead(made, engine, parent);
  await writeDurably(at("man.glb"), glb);
  const recipe = await smallEdit(parent, { what: "shape", instruction: "bigger nose", region: "nose" });
  await editHead(recipe, engine, { store: parent, name: "../man.head", look: made.look }, folderStore(at("nose.head")));
  await engine.pack.release();
});

after(() => rm(folder, { recursive: true }));

test("the composed description can be seen before anything is made", async () => {
  const { code, stdout, stderr } = await headartist("edit", at("man.glb"), "make", "him", "younger", "--show-prompt");
  assert.deepEqual([code, stdout, stderr], [0, "a young man with short hair\n", ""]);
});

test("an edit becomes a child beside its parent, which stays as it was", async () => {
  const before = await readFile(at("man.head/head.json"));
  const args = ["edit", at("man.head"), "make him younger", "--what", "color", "--threads", "1", "--json"];
  const { code, stdout, stderr } = await headartist(...args);
  assert.equal(code, 0, stderr);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual([...new Set(events.map(({ event }) => event))], ["prompt", "progress", "done"]);
  assert.equal(events[0].prompt, "a young man with short hair");
  assert.equal(events.at(-1).output, at("man-1.glb"));
  assert.ok((await stat(at("man-1.glb"))).size > 10_000);
  const { parent, recipe, status } = JSON.parse(await readFile(at("man-1.head/head.json"), "utf8"));
  assert.deepEqual(
    [parent, recipe.prompt, recipe.edit.instruction, status],
    ["../man.head", "a young man with short hair", "make him younger", "done"],
  );
  assert.deepEqual(await readFile(at("man.head/head.json")), before);
});

test("what was edited can be undone by a child that has an ancestor's files", async () => {
  const { code, stderr } = await headartist("revert", at("nose.head"));
  assert.equal(code, 0, stderr);
  for (const name of ["geometry.safetensors", "color.safetensors", "head.glb"]) {
    assert.deepEqual(await readFile(at(`nose-1.head/${name}`)), await readFile(at(`man.head/${name}`)), name);
  }
  assert.deepEqual(await readFile(at("nose-1.glb")), await readFile(at("man.glb")));
  const { code: refused, stderr: why } = await headartist("revert", at("man.head"));
  assert.equal(refused, 3);
  assert.match(why, /was not edited; there is nothing to go back to/);
});

test("the history is the same tree from every version", async () => {
  const trees = await Promise.all(
    ["man.head", "nose-1.glb"].map(async (head) =>
      JSON.parse((await headartist("history", at(head), "--json")).stdout),
    ),
  );
  assert.deepEqual(trees[0], trees[1]);
  assert.deepEqual(
    trees[0].map(({ folder, depth, instruction, reverts }: Record<string, unknown>) => [
      folder,
      depth,
      instruction,
      reverts,
    ]),
    [
      [at("man.head"), 0, null, null],
      [at("man-1.head"), 1, "make him younger", null],
      [at("nose.head"), 1, "bigger nose", null],
      [at("nose-1.head"), 2, null, at("man.head")],
    ],
  );
  const { stdout } = await headartist("history", at("nose.head"));
  assert.match(stdout, /^\* .*nose\.head {2}bigger nose → "an old bald man" \(shape, nose, draft, seed 7\)$/m);
});

test("a comparison shows what moved and what changed its colour, and measures it", async () => {
  const { code, stdout, stderr } = await headartist(
    "diff",
    at("man.head"),
    at("nose.head"),
    "-o",
    at("d.png"),
    "--json",
  );
  assert.equal(code, 0, stderr);
  const { displacement, color } = JSON.parse(stdout);
  assert.ok(displacement.max > 1e-3 && displacement.mean < displacement.max / 4, "only the nose moves");
  assert.deepEqual(color, { mean: 0, max: 0 });
  assert.ok((await stat(at("d.png"))).size > 50_000);
});

/** What is typed, and what the one line on stderr must name. */
const WRONG: [string, () => string[], RegExp][] = [
  ["a head that is not there", () => ["edit", at("nobody.head"), "older"], /nobody\.head" is no head; give the folder/],
  ["a file that is no head", () => ["history", at("man.head/head.json")], /head\.json" is no head; give the folder/],
  ["an empty change", () => ["edit", at("man.head"), " "], /the instruction is empty; say what to change/],
  [
    "a strength out of range",
    () => ["edit", at("man.head"), "older", "--strength", "3"],
    /strength "3" .* from 0 to 1/,
  ],
  [
    "an unknown region",
    () => ["edit", at("man.head"), "older", "--region", "tail"],
    /region "tail" is not one of face, hair/,
  ],
  ["an output that is no GLB", () => ["edit", at("man.head"), "older", "-o", "a.obj"], /a\.obj" does not end in \.glb/],
  ["a child in its parent's place", () => ["edit", at("man.head"), "older", "-o", at("man.glb")], /is the head itself/],
  [
    "a comparison that is no PNG",
    () => ["diff", at("man.head"), at("nose.head"), "-o", "d.glb"],
    /d\.glb" does not end in \.png/,
  ],
];

for (const [name, args, message] of WRONG) {
  test(`${name} gets one clear line`, async () => {
    const { code, stderr, stdout } = await headartist(...args());
    assert.notEqual(code, 0);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
    assert.equal(stdout, "");
  });
}

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { writeDocument } from "../../runtime/head/document.ts";
import { folderStore } from "../../runtime/host/node/files.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { makeGridRecipe } from "../../runtime/host/node/recipes.ts";
import { forkCompute, type Outcome, startCompute } from "../../runtime/service/compute/fork.ts";
import type { Service } from "../../runtime/service/start.ts";
import { ask, call, reach } from "./helpers/client.ts";
import { temporaryFolder } from "./helpers/folders.ts";
import { service } from "./helpers/service.ts";

let target: Service & { data: string };
let parent: string;

before(async () => {
  target = await service();
  parent = await ask(target, "an old dwarf with a braided red beard");
  await reach(target, parent, "done");
});

const edit = (id: string, body: object) => call(target, "POST", `/api/heads/${id}/edits`, body);

test("an instruction becomes a description, and nothing is made of it yet", async () => {
  const instruction = encodeURIComponent("make the beard white");
  const { body } = await call(target, "GET", `/api/heads/${parent}/edit-prompt?instruction=${instruction}`);
  assert.equal(body.prompt, "an old dwarf with long red hair and a braided white beard");
  assert.deepEqual(body.changes, ["beard colour: #a83b17 → #ebebe8"]);
  assert.deepEqual(
    body.report.items.map(({ text, state }: { text: string; state: string }) => [text, state]),
    [["beard white", "used"]],
  );
  assert.equal((await call(target, "GET", "/api/heads?limit=10")).body.heads.length, 1);
});

test("what a head is made of is told by its document, whatever its preset makes now", async () => {
  const carrier = async () =>
    (await call(target, "GET", `/api/heads/${id}/edit-prompt?instruction=older`)).body.carrier;
  const id = await ask(target, "steps=1");
  await reach(target, id, "done");
  assert.equal(await carrier(), "layers");
  const recipe = await makeGridRecipe({ prompt: "an old man", preset: "draft" });
  const store = folderStore(join(target.data, "heads", id));
  await writeDocument(store, { format: "headartist-head", version: 2, recipe, template: {}, status: "done" });
  assert.equal(await carrier(), "grid");
  assert.equal((await call(target, "DELETE", `/api/heads/${id}`)).status, 204);
});

test("an edit is a head of its own that names its parent, and becomes done", async () => {
  const { status, body, headers } = await edit(parent, {
    instruction: "make the beard white",
    what: "color",
    strength: 0.8,
  });
  assert.deepEqual([status, headers.get("location")], [201, `/api/heads/${body.id}`]);
  assert.equal(body.request.prompt, "an old dwarf with long red hair and a braided white beard");
  assert.deepEqual([body.request.preset, body.request.pack], ["draft", "starter"]);
  assert.ok(Number.isInteger(body.request.seed));
  const expected = { parent, instruction: "make the beard white", what: "color", strength: 0.8, regions: [] };
  assert.deepEqual(body.edit, expected);
  await reach(target, body.id, "done");
  assert.equal((await call(target, "GET", `/api/heads/${parent}`)).body.edit, null);
});

test("the description may be the user's own", async () => {
  const { body } = await edit(parent, { instruction: "a scar", prompt: "steps=1", seed: 3, regions: ["nose", "face"] });
  assert.deepEqual([body.request.prompt, body.request.seed, body.edit.regions], ["steps=1", 3, ["nose", "face"]]);
  await reach(target, body.id, "done");
});

test("the history is the whole tree, from any of its versions", async () => {
  const root = await ask(target, "steps=1");
  await reach(target, root, "done");
  const child = (await edit(root, { instruction: "older" })).body.id;
  const branch = (await edit(root, { instruction: "younger" })).body.id;
  await reach(target, child, "done");
  const grandchild = (await edit(child, { instruction: "red beard" })).body.id;
  for (const id of [root, child, branch, grandchild]) {
    const { heads } = (await call(target, "GET", `/api/heads/${id}/history`)).body;
    assert.deepEqual(
      heads.map((head: { id: string; edit: { parent: string } | null }) => [head.id, head.edit?.parent]),
      [
        [root, undefined],
        [child, root],
        [branch, root],
        [grandchild, child],
      ],
    );
  }
});

test("an edit is paused, resumed and cancelled as any job", async () => {
  const { id } = (await edit(parent, { instruction: "slower", prompt: "steps=400 ms=20" })).body;
  await reach(target, id, "running");
  await call(target, "POST", `/api/jobs/${id}/pause`);
  await reach(target, id, "paused");
  await call(target, "POST", `/api/jobs/${id}/resume`);
  await reach(target, id, "running");
  await call(target, "POST", `/api/jobs/${id}/cancel`);
  await reach(target, id, "cancelled");
  const refused = await edit(id, { instruction: "older" });
  assert.deepEqual([refused.status, refused.body.error.code], [409, "JOB_STATE"]);
});

test("an edit that changes nothing is refused and makes no head, unless it is made at another preset", async () => {
  const { body } = await call(target, "GET", "/api/heads?limit=50");
  for (const [instruction, why] of [
    [
      "remove his glasses",
      /instruction "remove his glasses" changes nothing of this head \(what it names is not there, or is so already\)/,
    ],
    ["frobnicate the zaxxor", /changes nothing of this head \(not known: "frobnicate", "zaxxor"\); say it otherwise/],
  ] as const) {
    const { status, body: refused } = await edit(parent, { instruction });
    assert.deepEqual([status, refused.error.code], [422, "RECIPE_REJECTED"]);
    assert.match(refused.error.message, why);
    const query = `edit-prompt?instruction=${encodeURIComponent(instruction)}`;
    const read = await call(target, "GET", `/api/heads/${parent}/${query}`);
    assert.deepEqual(read.body.report.notes, ["nothing of the head changes by this"]);
  }
  const own = await edit(parent, { instruction: "older", prompt: "an old dwarf with a braided red beard" });
  assert.deepEqual([own.status, own.body.error.code], [422, "RECIPE_REJECTED"]);
  assert.match(own.body.error.message, /prompt ".*" changes nothing of this head/);
  assert.equal((await call(target, "GET", "/api/heads?limit=50")).body.heads.length, body.heads.length);
  const { status, body: made } = await edit(parent, { instruction: "remove his glasses", preset: "built" });
  assert.equal(status, 201);
  await reach(target, made.id, "done");
});

test("bad edits get an answer that names the field", async () => {
  const nobody = "00000000-0000-4000-8000-000000000000";
  assert.equal((await edit(nobody, { instruction: "older" })).body.error.code, "HEAD_UNKNOWN");
  for (const [body, field] of [
    [{}, /instruction/],
    [{ instruction: " " }, /instruction/],
    [{ instruction: "older", strength: 2 }, /strength/],
    [{ instruction: "older", what: "sound" }, /what/],
    [{ instruction: "older", regions: ["tail"] }, /regions/],
    [{ instruction: "older", parent }, /parent/],
  ] as const) {
    const answer = await edit(parent, body);
    assert.equal(answer.body.error.code, "REQUEST_INVALID");
    assert.match(answer.body.error.message, field);
  }
});

test("the engine edits in a compute process: a shape edit has its parent's colours", async () => {
  const entry = new URL("./helpers/small-engine.ts", import.meta.url);
  const pack = packagePath("test", "golden", "packs", "starter");
  const folders = [await temporaryFolder(), await temporaryFolder()];
  const request = { prompt: "an old dwarf", seed: 5, preset: "draft", pack: "starter" };
  const job = { request, pack, place: { folder: folders[0] }, threads: 1, previewInterval: 500 };
  const quiet = { onProgress() {}, onPreview() {} };
  const finish = async (outcome: Promise<Outcome>) =>
    assert.equal((await outcome).kind, "done", JSON.stringify(await outcome));
  await finish(startCompute(forkCompute(entry), job, quiet).outcome);
  const change = { parent: "dwarf", instruction: "bigger nose", what: "shape", strength: 1, regions: [] } as const;
  const edited = { ...request, prompt: "an old dwarf with a big nose", edit: { ...change, regions: [] } };
  await finish(
    startCompute(
      forkCompute(entry),
      { ...job, request: edited, place: { folder: folders[1] }, parent: { folder: folders[0] } },
      quiet,
    ).outcome,
  );
  const read = (folder: string, name: string) => readFile(join(folder, name));
  assert.deepEqual(await read(folders[1], "color.safetensors"), await read(folders[0], "color.safetensors"));
  assert.notDeepEqual(await read(folders[1], "geometry.safetensors"), await read(folders[0], "geometry.safetensors"));
  const document = JSON.parse((await read(folders[1], "head.json")).toString());
  assert.deepEqual([document.parent, document.recipe.prompt], ["dwarf", edited.prompt]);

  const orphan = {
    ...job,
    request: edited,
    place: { folder: await temporaryFolder() },
    parent: { folder: await temporaryFolder() },
  };
  const outcome = await startCompute(forkCompute(entry), orphan, quiet).outcome;
  assert.ok(outcome.kind === "failed" && outcome.error.code === "HEAD_UNKNOWN", JSON.stringify(outcome));
});

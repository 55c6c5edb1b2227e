import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { NodeIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import validator from "gltf-validator";
import { headartist } from "./run.ts";

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-starter-"));
});

after(() => rm(folder, { recursive: true }));

test("a prompt becomes a GLB with the pack that ships, from the command line", async () => {
  const output = join(folder, "head.glb");
  const preview = join(folder, "head.png");
  const { code, stdout, stderr } = await headartist(
    ...["generate", "an old man with a white beard", "--preset", "draft", "--json"],
    ...["-o", output, "--preview", preview],
  );
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "", "every word of this prompt is read");
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual([...new Set(events.map(({ event }) => event))], ["read", "progress", "done"]);
  assert.equal(events.at(-1).preview, preview);
  assert.ok((await stat(preview)).size > 50_000);

  const glb = new Uint8Array(await readFile(output));
  const { issues } = await validator.validateBytes(glb);
  assert.deepEqual([issues.numErrors, issues.numWarnings], [0, 0], JSON.stringify(issues.messages.slice(0, 3)));
  const root = (await new NodeIO().registerExtensions(ALL_EXTENSIONS).readBinary(glb)).getRoot();
  const nodes = root.listNodes().map((node) => node.getName());
  for (const name of ["Skin", "EyeLeft", "Teeth", "Hair", "Beard", "Neck", "Jaw"])
    assert.ok(nodes.includes(name), name);
  for (const level of [1, 2, 3]) assert.ok((await stat(join(folder, `head.lod${level}.glb`))).size > 100_000);
  assert.ok(root.listTextures().length >= 3);

  const document = JSON.parse(await readFile(join(folder, "head.head", "head.json"), "utf8"));
  assert.equal(document.status, "done");
  assert.equal(document.recipe.prompt, "an old man with a white beard");
});

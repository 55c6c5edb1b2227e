import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { shapeTemplate } from "../../runtime/head/template-shape.ts";
import { openTools } from "../../runtime/host/node/engine.ts";
import { headartist } from "../cli/run.ts";
import { makeCharacter } from "./character.ts";
import { hostileFiles } from "./hostile/glb-files.ts";
import { goodFiles } from "./hostile/good-files.ts";
import type { Met } from "./hostile/import-all.ts";

/** Processor seconds and megabytes within which a file is refused. */
const SECONDS = 5;
const MEGABYTES = 500;

let folder: string;
const met = new Map<string, Met & { wanted: string }>();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "headartist-hostile-"));
  const { template } = await openTools(1);
  const good = await makeCharacter(template, shapeTemplate(template));
  const files = [
    ...hostileFiles(good).map((one) => ({ ...one, wanted: one.code })),
    ...(await goodFiles(good)).map((one) => ({ ...one, wanted: "accepted" })),
  ];
  const paths = files.map((_, i) => join(folder, `${i}.glb`));
  for (const [i, { bytes }] of files.entries()) await writeFile(paths[i], bytes);
  const child = fork(new URL("./hostile/import-all.ts", import.meta.url), paths, { stdio: "inherit" });
  child.on("message", (one: Met) => {
    const { name, wanted } = files[paths.indexOf(one.file)];
    met.set(name, { ...one, wanted });
  });
  const [code] = await once(child, "close");
  assert.equal(code, 0);
  assert.equal(met.size, files.length);
});
after(() => rm(folder, { recursive: true }));

test("every hostile file is refused by a code that names the reason, within 5 s and 500 MB", () => {
  const refused = [...met].filter(([, { wanted }]) => wanted !== "accepted");
  assert.ok(refused.length >= 45, `${refused.length} files`);
  for (const [name, { outcome, wanted, message, seconds, peak }] of refused) {
    assert.equal(outcome, wanted, `${name}: ${message}`);
    assert.doesNotMatch(message.split("\n")[0], /undefined|NaN(?!\w)|\[object/, name);
    assert.ok(seconds < SECONDS, `${name}: ${seconds} s`);
    assert.ok(peak < MEGABYTES, `${name}: ${peak} MB`);
  }
});

test("the same character in the ways that honest programs write it is accepted", () => {
  const good = [...met].filter(([, { wanted }]) => wanted === "accepted");
  assert.equal(good.length, 8);
  for (const [name, { outcome, message }] of good) assert.equal(outcome, "accepted", `${name}: ${message}`);
});

test("the command says it in one line, and reads nothing of a file beyond measure", async () => {
  const web = join(folder, "web-page.glb");
  await writeFile(web, "<!DOCTYPE html><html><body>not a model</body></html>");
  const page = await headartist("import", web);
  assert.match(page.stderr, /web page saved under the name of a model.*download/);
  const huge = join(folder, "huge.glb");
  await writeFile(huge, "glTF");
  await truncate(huge, 3 * 2 ** 30);
  const refused = await headartist("import", huge);
  assert.match(refused.stderr, /3,221,225,472 bytes/);
  const escaped = await headartist("import", join(folder, "\x1b[2J\u202e.glb"));
  assert.match(escaped.stderr, /\\u\{1b\}\[2J\\u\{202e\}/);
  for (const { code, stderr } of [page, refused, escaped]) {
    assert.doesNotMatch(stderr.trim(), /\p{Cc}/u);
    assert.equal(code, 3);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }
});

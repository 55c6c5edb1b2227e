import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { embeddedDatabase } from "../../runtime/service/database/embedded.ts";
import { openTables } from "../../runtime/service/database/tables.ts";
import { ask, call } from "./helpers/client.ts";
import { dataFolder } from "./helpers/folders.ts";
import { service } from "./helpers/service.ts";

const ODD_TEXTS = ["a\0b", "\ud800", "b\udfff", "\x1b[2J", "a\nb", "\x7f", "\x85"];

test("text with control characters or half a surrogate pair is refused at every door, and the service starts again", async () => {
  const data = await dataFolder();
  const target = await service({ data, workers: 0 });
  const id = await ask(target, "an elf 🧝");
  for (const text of ODD_TEXTS) {
    for (const [path, body] of [
      ["/api/heads", { prompt: `an elf ${text}` }],
      ["/api/heads", { prompt: "an elf", name: text }],
      ["/api/heads", { prompt: "an elf", negative: text }],
      [`/api/heads/${id}/edits`, { instruction: `older ${text}` }],
      [`/api/heads/${id}/edits`, { instruction: "older", prompt: `an elf ${text}` }],
    ] as const) {
      const { status, body: answer } = await call(target, "POST", path, body);
      assert.deepEqual([status, answer.error.code], [400, "REQUEST_INVALID"], JSON.stringify(body));
      assert.match(answer.error.message, /control characters/);
    }
    const typed = encodeURIComponent(text.toWellFormed() === text ? text : "\0");
    assert.equal((await call(target, "GET", `/api/reading?prompt=${typed}`)).status, 400);
  }
  await target.stop();
  const again = await service({ data, workers: 0 });
  assert.deepEqual(
    (await call(again, "GET", "/api/heads")).body.heads.map((head: { id: string }) => head.id),
    [id],
  );
});

const REQUEST = { prompt: "an orc", seed: 1, preset: "draft", pack: "starter" };
const NOTE = { createdAt: "2026-01-01T00:00:00.000Z", request: REQUEST, state: "done" };
const DAMAGED: Record<string, unknown> = {
  "cut off": '{"createdAt": "2026',
  "no object": "null",
  "a list": "[]",
  empty: "",
  "a NUL in the prompt": { ...NOTE, request: { ...REQUEST, prompt: "a\0b" } },
  "half a pair in the name": { ...NOTE, request: { ...REQUEST, name: "\ud800" } },
  "no seed": { ...NOTE, request: { ...REQUEST, seed: undefined } },
  "a seed out of range": { ...NOTE, request: { ...REQUEST, seed: 1e300 } },
  "an unknown state": { ...NOTE, state: "running" },
  "no time": { ...NOTE, createdAt: "yesterday" },
  "a time before any calendar of the database": { ...NOTE, createdAt: "-200000-01-01T00:00:00.000Z" },
  "an odd error": { ...NOTE, state: "failed", error: { code: "X", message: "a\0b" } },
  "a NUL in what a later version wrote": { ...NOTE, request: { ...REQUEST, later: "a\0b" } },
  "a parent that is no id": {
    ...NOTE,
    request: { ...REQUEST, edit: { parent: "../../etc", instruction: "x", what: "both", strength: 1, regions: [] } },
  },
};

test("a damaged job.json is set aside with its head named, and every other head is there", async () => {
  const data = await dataFolder();
  const write = async (id: string, note: unknown) => {
    await mkdir(join(data, "heads", id), { recursive: true });
    await writeFile(join(data, "heads", id, "job.json"), typeof note === "string" ? note : JSON.stringify(note));
  };
  const [good, later, folder, file] = Array.from({ length: 4 }, () => randomUUID());
  await write(good, NOTE);
  await write(later, { ...NOTE, request: { ...REQUEST, hue: 3 }, createdAt: "2026-02-01T00:00:00.000Z" });
  const damaged = Object.entries(DAMAGED).map(([what, note]) => ({ what, note, id: randomUUID() }));
  for (const { id, note } of damaged) await write(id, note);
  await mkdir(join(data, "heads", folder, "job.json"), { recursive: true });
  await writeFile(join(data, "heads", file), "no folder");
  for (const start of [1, 2]) {
    const warnings: string[] = [];
    const target = await service({ data, workers: 0, warn: (message) => warnings.push(message) });
    const { status, body } = await call(target, "GET", "/api/heads");
    assert.equal(status, 200);
    assert.deepEqual(
      body.heads.map((head: { id: string }) => head.id),
      [later, good],
    );
    for (const id of [folder, file]) assert.ok(warnings.some((line) => line.includes(id)));
    for (const { id, what } of damaged) {
      assert.equal(warnings.filter((line) => line.includes(id)).length, start === 1 ? 1 : 0, what);
      assert.deepEqual(await readdir(join(data, "heads", id)), ["job.damaged.json"], what);
    }
    await target.stop();
  }
  const kept = await readFile(join(data, "heads", damaged[0].id, "job.damaged.json"), "utf8");
  assert.equal(kept, damaged[0].note);
});

test("a row of another hand does not hide the list", async () => {
  const data = await dataFolder();
  const db = await embeddedDatabase(join(data, "queue"), () => {});
  await openTables(db);
  const odd = randomUUID();
  await db.query("insert into headartist.head (id, request, state) values ($1, '{}', 'paused')", [odd]);
  await db.close();
  const target = await service({ data, workers: 0 });
  const id = await ask(target, "an elf");
  for (const [path, list] of [
    ["/api/heads", "heads"],
    ["/api/jobs", "jobs"],
    [`/api/heads/${id}/history`, "heads"],
  ]) {
    const { status, body } = await call(target, "GET", path);
    assert.equal(status, 200);
    assert.ok(
      body[list].some((head: { id: string }) => head.id === id),
      path,
    );
  }
  for (const path of [`/api/heads/${odd}`, `/api/heads/${odd}/history`, `/api/jobs/${odd}`]) {
    assert.equal((await call(target, "GET", path)).status, 404, path);
  }
});

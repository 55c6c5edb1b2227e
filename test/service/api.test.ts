import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { decodeImage } from "../../runtime/host/node/images.ts";
import { PARTS_VARIABLE } from "../../runtime/host/node/part-folders.ts";
import { packagePath } from "../../runtime/host/node/paths.ts";
import { serverDatabase } from "../../runtime/service/database/server.ts";
import type { ServiceError } from "../../runtime/service/errors.ts";
import { type Service, startService } from "../../runtime/service/start.ts";
import { ask, call, events, reach } from "./helpers/client.ts";
import { dataFolder, stableDiffusionPack, temporaryFolder, wordsPack } from "./helpers/folders.ts";
import { service, TEST_ENTRY } from "./helpers/service.ts";

let target: Service & { data: string };
before(async () => {
  const studio = await temporaryFolder();
  await writeFile(join(studio, "index.html"), "<!doctype html>the studio");
  await writeFile(join(studio, "main.js"), "start()");
  const packs = { starter: await wordsPack(), sd: await stableDiffusionPack(), absent: join(studio, "absent") };
  process.env[PARTS_VARIABLE] = await ownParts();
  target = await service({ studio, packs });
});

/** A folder of an artist's own: a fedora under another name. */
async function ownParts(): Promise<string> {
  const folder = await temporaryFolder();
  const bytes = await readFile(packagePath("assets", "parts", "hat", "fedora.glb"));
  await mkdir(join(folder, "hat"));
  const renamed = bytes.toString("latin1").replace('"name":"fedora"', '"name":"fedoro"');
  await writeFile(join(folder, "hat", "fedoro.glb"), Buffer.from(renamed, "latin1"));
  return folder;
}

test("heads are listed by page, newest first", async () => {
  const ids: string[] = [];
  for (const seed of [1, 2, 3]) ids.unshift(await ask(target, "steps=1", seed));
  const page = (await call(target, "GET", "/api/heads?limit=2")).body;
  assert.deepEqual(
    page.heads.map((head: { id: string }) => head.id),
    ids.slice(0, 2),
  );
  const rest = (await call(target, "GET", `/api/heads?limit=2&before=${page.next}`)).body;
  assert.deepEqual(
    rest.heads.map((head: { id: string }) => head.id),
    ids.slice(2),
  );
  assert.equal(rest.next, null);
  for (const query of ["limit=0", "limit=101", "limit=x", "before=x"]) {
    assert.equal((await call(target, "GET", `/api/heads?${query}`)).body.error.code, "REQUEST_INVALID", query);
  }
  for (const id of ids) await reach(target, id, "done");
});

test("a request is completed: a seed is drawn, preset and pack are the defaults", async () => {
  const { status, body, headers } = await call(target, "POST", "/api/heads", { prompt: "steps=1", name: "one" });
  assert.deepEqual([status, headers.get("location")], [201, `/api/heads/${body.id}`]);
  const { seed, ...request } = body.request;
  assert.ok(Number.isInteger(seed));
  assert.deepEqual(request, { prompt: "steps=1", name: "one", preset: "standard", pack: "starter" });
  const refused = await call(target, "POST", "/api/heads", { prompt: "a", pack: "absent" });
  assert.deepEqual([refused.status, refused.body.error.code], [422, "PACK_MISSING"]);
});

test("a refusal names the field, what it may be, and no regular expression", async () => {
  const told = async (body: object) => (await call(target, "POST", "/api/heads", body)).body.error.message;
  assert.equal(await told({ prompt: "a", foo: 1 }), "body/foo is no field of the request.");
  assert.match(await told({ prompt: "a", preset: "turbo" }), /^body\/preset must be one of built, draft, standard/);
  assert.match(await told({ prompt: "a", textureSize: 3 }), /^body\/textureSize must be one of 256, 512, 1024/);
  assert.match(await told({ prompt: "a", pack: "../x" }), /^body\/pack must be the name of a pack/);
  const asked = async (path: string) => (await call(target, "GET", path)).body.error.message;
  assert.equal(await asked("/api/heads/x"), "params/id must be a UUID in small letters.");
  assert.equal(await asked("/api/heads?limit=x"), "querystring/limit must be a whole number from 1 to 100.");
  assert.equal(await asked("/api/heads?offset=5"), "querystring/offset is no field of the request.");
  assert.equal(await asked("/api/reading?prompt=a&sed=1"), "querystring/sed is no field of the request.");
});

test("an address that has other methods names them", async () => {
  const nobody = "/api/heads/00000000-0000-4000-8000-000000000000";
  for (const [method, path, allow] of [
    ["PUT", "/api/heads", "GET, POST"],
    ["DELETE", "/api/heads?limit=5", "GET, POST"],
    ["POST", nobody, "DELETE, GET"],
    ["POST", `${nobody}/head.glb`, "GET"],
    ["GET", `/api/jobs/x/cancel`, "POST"],
  ]) {
    const { status, body, headers } = await call(target, method, path);
    assert.deepEqual([status, body.error?.code, headers.get("allow")], [405, "METHOD_NOT_ALLOWED", allow], path);
  }
  assert.equal((await call(target, "PUT", "/api/nothing")).body.error.code, "ROUTE_UNKNOWN");
});

test("fields of the Look describe a head without a prompt", async () => {
  const { status, body } = await call(target, "POST", "/api/heads", {
    set: { age: 35, "hair.color": "#7a3b1e" },
    seed: 1,
  });
  assert.equal(status, 201);
  assert.match(body.request.prompt, /russet/, "the description is written from the fields");
  const { error } = (await call(target, "POST", "/api/heads", { seed: 1 })).body;
  assert.equal(error.code, "REQUEST_INVALID");
  assert.match(error.message, /prompt is missing.*set fields/);
});

test("files carry their type, size and ETag", async () => {
  const id = await ask(target, "steps=10");
  await reach(target, id, "done");
  const { headers } = await call(target, "GET", `/api/heads/${id}/head.glb`);
  assert.equal(headers.get("content-type"), "model/gltf-binary");
  const again = await fetch(`${target.url}/api/heads/${id}/head.glb`, {
    headers: { authorization: `Bearer ${target.token}`, "if-none-match": headers.get("etag")! },
  });
  assert.equal(again.status, 304);
  assert.equal((await call(target, "GET", `/api/heads/${id}/preview.png`)).headers.get("content-type"), "image/png");
  assert.equal((await call(target, "GET", `/api/heads/${id}/head.json`)).body.prompt, "steps=10");
  assert.equal((await call(target, "GET", `/api/heads/${id}/color.safetensors`)).body.error.code, "FILE_NOT_YET");
});

test("packs with the presets that the engine takes of them", async () => {
  assert.deepEqual((await call(target, "GET", "/api/packs")).body.packs, [
    { name: "starter", present: true, presets: ["built", "draft", "standard", "high", "grown"], active: true },
    {
      name: "sd",
      present: true,
      presets: ["built", "draft", "standard", "high", "grown", "paper", "paper-fast"],
      active: false,
    },
    { name: "absent", present: false, presets: [], active: false },
  ]);
});

test("parts are listed, an artist's own among them, each with a picture that is drawn once", async () => {
  const { parts } = (await call(target, "GET", "/api/parts")).body;
  const find = (id: string) => parts.find((part: { id: string }) => part.id === id);
  assert.deepEqual([find("hat.fedora").own, find("hat.fedoro").own], [false, true]);
  assert.equal(find("hair.bob").licence, "CC0-1.0");
  assert.ok(!find("hair.curly-carved"), "statues get theirs by themselves");
  const picture = async (id: string) => {
    const headers = { authorization: `Bearer ${target.token}` };
    const answer = await fetch(`${target.url}/api/parts/${id}/picture.png`, { headers });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
  const [first, second] = await Promise.all([picture("hat.fedoro"), picture("hat.fedoro")]);
  assert.equal(first.status, 200);
  assert.deepEqual(first.bytes, second.bytes);
  const { rgba, width, height } = await decodeImage(first.bytes);
  assert.deepEqual([width, height], [168, 168]);
  const tones = new Set(Array.from({ length: width * height }, (_, i) => rgba[4 * i] >> 4));
  assert.ok(tones.size > 5, "something is drawn");
  assert.equal((await readdir(join(target.data, "cache", "parts"))).length, 1);
  const unknown = await call(target, "GET", "/api/parts/hat.none/picture.png");
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, "PART_UNKNOWN"]);
});

test("a prompt is read before anything is made of it", async () => {
  const { groups } = (await call(target, "GET", "/api/vocabulary")).body;
  assert.ok(groups.find(({ name }: { name: string }) => name === "hair").words.includes("pigtails"));
  const read = async (prompt: string) =>
    (await call(target, "GET", `/api/reading?seed=3&prompt=${encodeURIComponent(prompt)}`)).body;
  const { look, report, description } = await read("a woman with gold hoop earrings and long red hair");
  assert.deepEqual(look.who.sex, { female: 1 });
  assert.equal(look.hair.style, "long");
  assert.equal(description, "a woman with long red hair and gold hoop earrings");
  const states = report.items.map(({ text, state }: { text: string; state: string }) => [text, state]);
  assert.deepEqual(states, [
    ["woman", "used"],
    ["gold hoop earrings", "used"],
    ["long red hair", "used"],
  ]);
  assert.match((await read("白髪の老人")).report.notes[0], /prompts are read in English/);
});

test("health, metrics, and the studio page", async () => {
  const open = { ...target, token: "" };
  assert.equal((await call(open, "GET", "/api/health")).body.status, "ok");
  const metrics = (await call(target, "GET", "/metrics")).body;
  for (const name of [
    'headartist_heads{state="done"}',
    "headartist_http_seconds_count",
    "nodejs_eventloop_lag_p99_seconds",
  ]) {
    assert.ok(metrics.includes(name), name);
  }
  assert.equal((await call(open, "GET", "/")).body, "<!doctype html>the studio");
  assert.equal((await call(open, "GET", "/main.js")).headers.get("content-type"), "text/javascript; charset=utf-8");
});

test("the HTTP process stays quick while a compute process is busy", async () => {
  const id = await ask(target, "steps=40 ms=50 busy");
  await reach(target, id, "running");
  const { monitorEventLoopDelay } = await import("node:perf_hooks");
  const delay = monitorEventLoopDelay({ resolution: 2 });
  delay.enable();
  await events(target, (received) => received.filter(({ event }) => event === "preview").length >= 2, {
    query: `?head=${id}`,
  });
  delay.disable();
  await call(target, "POST", `/api/jobs/${id}/cancel`);
  assert.ok(delay.percentile(99) < 50e6, `${delay.percentile(99) / 1e6} ms`);
});

test("a service that cannot start says why and leaves nothing behind", async () => {
  const data = await dataFolder();
  const start = (options = {}) =>
    startService({ data, port: 0, workers: 0, entry: TEST_ENTRY, warn: () => {}, ...options });
  const code = (expected: string) => (error: ServiceError) => error.code === expected;
  await assert.rejects(startService({ data: target.data, port: 0, warn: () => {} }), code("FOLDER_IN_USE"));
  await assert.rejects(start({ port: Number(new URL(target.url).port) }), code("PORT_IN_USE"));
  assert.ok(!existsSync(join(data, "token")));
  await assert.rejects(start({ token: "short" }), RangeError);
  await assert.rejects(
    serverDatabase("postgres://test@127.0.0.1:1/heads", () => {}),
    code("DATABASE_FAILED"),
  );
});

test("the command line tells bad files, rows and options by its exit code", async () => {
  const folder = await temporaryFolder();
  const rows = join(folder, "rows.csv");
  await writeFile(rows, "prompt,seed\nan old dwarf,-1\n");
  const run = (...args: string[]) =>
    new Promise<{ code: number; errors: string }>((resolve) => {
      const options = { env: { ...process.env, DATABASE_URL: "" } };
      execFile(process.execPath, [packagePath("runtime", "cli", "main.ts"), ...args], options, (error, _, errors) => {
        resolve({ code: Number(error?.code ?? 0), errors });
      });
    });
  const [bad, missing, worker] = await Promise.all([
    run("batch", rows, "-o", join(folder, "out")),
    run("batch", join(folder, "none.csv"), "-o", folder),
    run("worker", "--heads", folder),
  ]);
  assert.equal(bad.code, 1);
  assert.match(bad.errors, /rows\.csv:2: seed "-1"/);
  assert.equal(missing.code, 3);
  assert.deepEqual([worker.code, /DATABASE_URL is not set/.test(worker.errors)], [2, true]);
});

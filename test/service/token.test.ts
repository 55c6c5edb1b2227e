import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import type { Service } from "../../runtime/service/start.ts";
import { call } from "./helpers/client.ts";
import { dataFolder, wordsPack } from "./helpers/folders.ts";
import { send } from "./helpers/send.ts";
import { service, serviceProcess } from "./helpers/service.ts";

const PAGE = "http://localhost:5173";
const MINUTE = 60_000;
const post = { method: "POST" };
const json = { "content-type": "application/json" };
let target: Service & { data: string };
const codes: string[] = [];
before(async () => {
  target = await service({ workers: 0, allowOrigins: [PAGE], showCode: (code) => codes.push(code) });
});

test("every route but health, pairing, renewal and the description asks for the token", async () => {
  const { paths } = JSON.parse((await send(target, "/openapi.json", {})).text);
  const open = new Set(["/api/health", "/api/pairing", "/api/pairing/finish", "/api/renewal"]);
  const id = "00000000-0000-4000-8000-000000000000";
  let asked = 0;
  for (const [path, verbs] of Object.entries(paths as Record<string, object>)) {
    for (const verb of Object.keys(verbs)) {
      if (open.has(path)) continue;
      asked++;
      const reply = await send(target, path.replace("{id}", id), {}, { method: verb.toUpperCase() });
      assert.deepEqual([reply.status, reply.code], [401, "TOKEN_MISSING"], `${verb} ${path}`);
    }
  }
  assert.ok(asked > 15);
  assert.equal((await send(target, "/nothing", {})).code, "TOKEN_MISSING");
  for (const authorization of [
    "Bearer",
    "Bearer wrong",
    `Basic ${target.token}`,
    `Bearer ${target.token}x`,
    `Bearer ${target.token.slice(1)}`,
    `Bearer ${target.token} x`,
  ]) {
    assert.equal((await send(target, "/api/heads", { authorization })).status, 401, authorization);
  }
  assert.equal((await send(target, "/api/heads", { cookie: `token=${target.token}` })).code, "TOKEN_MISSING");
  assert.equal((await send(target, `/api/heads?token=${target.token}`, {})).status, 401);
});

test("token and connection files are for this user's eyes alone", async () => {
  assert.equal(await readFile(join(target.data, "token"), "utf8"), target.token);
  assert.ok(target.token.length >= 43);
  for (const name of ["token", "connection.json", "launch.json"]) {
    assert.equal((await stat(join(target.data, name))).mode & 0o777, 0o600, name);
  }
  assert.ok(!(await readFile(join(target.data, "launch.json"), "utf8")).includes(target.token));
});

const begin = async () => JSON.parse((await send(target, "/api/pairing", { origin: PAGE }, post)).text).pairing;
const finish = (pairing: string, code: string) =>
  send(target, "/api/pairing/finish", { ...json, origin: PAGE }, post, JSON.stringify({ pairing, code }));
const wrongFor = (code: string) => (code === "000000" ? "000001" : "000000");

test("pairing gives the token for the code in the terminal, once, after five tries at most", async () => {
  assert.equal((await finish("none", "123456")).code, "PAIRING_CLOSED");
  const first = await begin();
  assert.equal((await finish(first, wrongFor(codes[0]))).code, "PAIRING_CODE_WRONG");
  const stranger = await begin();
  for (let i = 0; i < 5; i++) {
    assert.equal((await finish(stranger, wrongFor(codes[1]))).code, "PAIRING_CODE_WRONG");
    assert.equal((await finish("guessed", codes[0])).code, "PAIRING_CLOSED");
  }
  assert.equal((await finish(stranger, codes[1])).code, "PAIRING_CLOSED");
  assert.equal(JSON.parse((await finish(first, codes[0])).text).token, target.token, "a stranger costs no tries");
  assert.equal((await finish(first, codes[0])).code, "PAIRING_CLOSED");
  await begin();
  assert.equal((await send(target, "/api/pairing", { origin: PAGE }, post)).code, "PAIRING_LIMIT");
  assert.equal((await finish(first, "abc")).code, "REQUEST_INVALID");
});

test("only a page of an allowed origin may pair", async () => {
  for (const [path, body] of [
    ["/api/pairing", undefined],
    ["/api/pairing/finish", JSON.stringify({ pairing: "x", code: "123456" })],
  ] as const) {
    const without = await send(target, path, body ? json : {}, post, body);
    assert.deepEqual([without.status, without.code], [403, "ORIGIN_REFUSED"], path);
    const evil = await send(target, path, { ...(body && json), origin: "https://evil.example" }, post, body);
    assert.deepEqual([evil.status, evil.code], [403, "ORIGIN_REFUSED"], path);
  }
});

test("a code is good for two minutes, a crashed launch's token for its successor and ten minutes; a stop revokes", async (t) => {
  const options = { data: await dataFolder(), packs: { starter: await wordsPack() }, workers: 0 };
  const crashed = await serviceProcess(options);
  await crashed.kill();
  let code = "";
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const next = await service({ ...options, showCode: (shown) => (code = shown) });
  assert.notEqual(next.token, crashed.token);
  assert.equal((await call({ ...next, token: crashed.token }, "GET", "/api/heads")).body.error.code, "TOKEN_WRONG");
  assert.equal((await call(next, "POST", "/api/renewal", { token: "x".repeat(43) })).body.error.code, "TOKEN_WRONG");
  assert.equal((await call(next, "POST", "/api/renewal", { token: crashed.token })).body.token, next.token);
  const origin = next.url;
  const { pairing } = JSON.parse((await send(next, "/api/pairing", { origin }, post)).text);
  t.mock.timers.tick(2 * MINUTE + 1);
  const late = await send(next, "/api/pairing/finish", { ...json, origin }, post, JSON.stringify({ pairing, code }));
  assert.equal(late.code, "PAIRING_CLOSED");
  t.mock.timers.tick(8 * MINUTE);
  assert.equal((await call(next, "POST", "/api/renewal", { token: crashed.token })).body.error.code, "TOKEN_WRONG");
  await next.stop();
  for (const name of ["token", "connection.json", "launch.json"]) await assert.rejects(stat(join(options.data, name)));
});

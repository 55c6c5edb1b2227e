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

test("pairing gives the token for the code in the terminal, once, after five tries at most", async () => {
  const begin = () => send(target, "/api/pairing", { origin: PAGE }, post);
  const finish = (code: string) => send(target, "/api/pairing/finish", json, post, JSON.stringify({ code }));
  assert.equal((await finish("123456")).code, "PAIRING_CLOSED");
  assert.equal((await begin()).status, 200);
  const wrong = codes[0] === "000000" ? "000001" : "000000";
  assert.equal((await finish(wrong)).code, "PAIRING_CODE_WRONG");
  assert.equal(JSON.parse((await finish(codes[0])).text).token, target.token);
  assert.equal((await finish(codes[0])).code, "PAIRING_CLOSED");
  await begin();
  const other = codes[1] === "000000" ? "000001" : "000000";
  for (let i = 0; i < 5; i++) assert.equal((await finish(other)).code, "PAIRING_CODE_WRONG");
  assert.equal((await finish(codes[1])).code, "PAIRING_CLOSED");
  await begin();
  assert.equal((await begin()).code, "PAIRING_LIMIT");
  assert.equal((await finish("abc")).code, "REQUEST_INVALID");
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
  assert.equal((await call(next, "POST", "/api/pairing")).status, 200);
  t.mock.timers.tick(2 * MINUTE + 1);
  assert.equal((await call(next, "POST", "/api/pairing/finish", { code })).body.error.code, "PAIRING_CLOSED");
  t.mock.timers.tick(8 * MINUTE);
  assert.equal((await call(next, "POST", "/api/renewal", { token: crashed.token })).body.error.code, "TOKEN_WRONG");
  await next.stop();
  for (const name of ["token", "connection.json", "launch.json"]) await assert.rejects(stat(join(options.data, name)));
});

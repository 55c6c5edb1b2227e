import assert from "node:assert/strict";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { embeddedDatabase } from "../../runtime/service/database/embedded.ts";
import { openTables } from "../../runtime/service/database/tables.ts";
import { allowList } from "../../runtime/service/security/allow-list.ts";
import type { Service } from "../../runtime/service/start.ts";
import { ask } from "./helpers/client.ts";
import { dataFolder } from "./helpers/folders.ts";
import { dial, requestHead, send } from "./helpers/send.ts";
import { service } from "./helpers/service.ts";

const PAGE = "http://localhost:5173";
const PROXY = "studio.example:8443";
let target: Service & { data: string };
const warnings: string[] = [];
before(async () => {
  const warn = (message: string) => void warnings.push(message);
  target = await service({ workers: 0, allowOrigins: [PAGE], allowHosts: [PROXY], warn });
});

const bearer = () => ({ authorization: `Bearer ${target.token}` });
const post = { method: "POST" };
const json = { "content-type": "application/json" };

test("there is one Host header, a loopback name with the port or one that was allowed", async () => {
  const { port } = new URL(target.url);
  for (const host of [PROXY, `127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
    assert.equal((await send(target, "/api/heads", { host, ...bearer() })).status, 200, host);
  }
  const rebound = [
    "evil.example",
    `evil.example:${port}`,
    `studio.local:${port}`,
    "127.0.0.1",
    "localhost:1",
    "",
    `127.0.0.1:${port}.evil.example`,
  ];
  for (const host of rebound) {
    for (const path of ["/api/heads", "/api/health", "/openapi.json", "/nothing"]) {
      const reply = await send(target, path, { host, ...bearer() });
      assert.deepEqual([reply.status, reply.code], [403, "HOST_REFUSED"], `${host} ${path}`);
    }
  }
  assert.equal(
    (await send(target, "http://evil.example/api/heads", { host: `127.0.0.1:${port}`, ...bearer() })).code,
    "HOST_REFUSED",
  );
});

test("a second Host header, or none, is refused", async () => {
  const { port } = new URL(target.url);
  const answer = async (head: string) => {
    const socket = dial(target);
    socket.write(head);
    const [bytes] = await once(socket, "data");
    socket.destroy();
    return String(bytes);
  };
  const twice = requestHead(target, "GET /api/heads", `Host: 127.0.0.1:${port}`);
  assert.match(await answer(twice), /HOST_REFUSED/);
  assert.match(await answer("GET /api/heads HTTP/1.1\r\nAccept: */*\r\n\r\n"), /^HTTP\/1\.1 403 [\s\S]*HOST_REFUSED/);
});

test("the Origin must be on the list; null, .local and look-alikes are not", async () => {
  const { port } = new URL(target.url);
  const evil = [
    "null",
    "https://evil.example",
    "http://studio.local:5173",
    `${PAGE}.evil.example`,
    "http://localhost:5174",
    "https://localhost:5173",
    "file://",
    `http://127.0.0.2:${port}`,
  ];
  for (const origin of evil) {
    for (const [path, options] of [
      ["/api/heads", {}],
      ["/api/pairing", post],
      ["/api/health", {}],
      ["/api/heads", { method: "OPTIONS" }],
    ] as const) {
      const reply = await send(target, path, { origin, ...bearer() }, options);
      assert.deepEqual([reply.status, reply.code], [403, "ORIGIN_REFUSED"], `${origin} ${path}`);
      assert.equal(reply.headers["access-control-allow-origin"], undefined);
    }
  }
  const allowed = await send(target, "/api/heads", { origin: PAGE, ...bearer() });
  assert.deepEqual([allowed.status, allowed.headers["access-control-allow-origin"]], [200, PAGE]);
  assert.equal(allowed.headers["access-control-allow-credentials"], undefined);
  const preflight = await send(
    target,
    "/api/heads",
    { origin: PAGE, "access-control-request-method": "POST" },
    { method: "OPTIONS" },
  );
  assert.deepEqual([preflight.status, preflight.headers["access-control-allow-origin"]], [204, PAGE]);
});

test("lists take exact values alone", () => {
  for (const origin of [
    "*",
    "null",
    "http://*.example",
    "http://studio.local",
    "localhost:5173",
    "http://localhost:5173/",
  ]) {
    assert.throws(() => allowList("127.0.0.1", 1, { origins: [origin] }), RangeError, origin);
  }
  for (const host of ["*", "studio.local:80", "*.example:80", "a b:1"]) {
    assert.throws(() => allowList("127.0.0.1", 1, { hosts: [host] }), RangeError, host);
  }
});

test("bodies are JSON, well-formed, small, and hold known fields alone", async () => {
  const body = JSON.stringify({ prompt: "an old dwarf" });
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
  ]) {
    const reply = await send(target, "/api/heads", { ...bearer(), "content-type": type }, post, body);
    assert.deepEqual([reply.status, reply.code], [415, "BODY_NOT_JSON"], type);
  }
  const refused = async (text: string) => (await send(target, "/api/heads", { ...bearer(), ...json }, post, text)).code;
  assert.equal(await refused("{"), "BODY_MALFORMED");
  assert.equal(await refused(""), "BODY_MALFORMED");
  assert.equal(await refused(JSON.stringify({ prompt: "x".repeat(70_000) })), "BODY_TOO_LARGE");
  assert.equal(await refused('{"prompt":"a","__proto__":{"x":1}}'), "BODY_MALFORMED");
  const invalid = [
    {},
    { prompt: "" },
    { prompt: " " },
    { prompt: "." },
    { prompt: "🧙 …" },
    { prompt: 5 },
    { prompt: "a", seed: "5" },
    { prompt: "a", seed: -1 },
    { prompt: "a", output: "/etc/passwd" },
    { prompt: "a", pack: "../secret" },
    { prompt: "a", preset: "ultra" },
    { prompt: "a", textureSize: 3 },
  ];
  for (const value of invalid)
    assert.equal(await refused(JSON.stringify(value)), "REQUEST_INVALID", JSON.stringify(value));
});

test("no path of a client reaches the file system", async () => {
  const ids = ["..", "%2e%2e", "..%2f..%2ftoken", "00000000-0000-4000-8000-00000000000g", "A".repeat(36), "%00"];
  for (const id of ids) {
    for (const path of [`/api/heads/${id}`, `/api/heads/${id}/head.glb`, `/api/jobs/${id}`]) {
      const { status, text } = await send(target, path, bearer(), { path });
      assert.ok(status === 400 || status === 404, `${path} ${status}`);
      assert.ok(!text.includes(target.token) && !text.includes(target.data), path);
    }
  }
  const id = "00000000-0000-4000-8000-000000000000";
  for (const name of ["job.json", "token", "..%2f..%2ftoken", "%2e%2e/%2e%2e/token", "head.glb%00.png"]) {
    assert.equal((await send(target, `/api/heads/${id}/${name}`, bearer())).status, 404, name);
  }
  for (const path of ["/../package.json", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/studio/../../token"]) {
    assert.ok([403, 404].includes((await send(target, path, bearer(), { path })).status), path);
  }
});

const PROTECTED = {
  "x-content-type-options": /^nosniff$/,
  "content-security-policy": /frame-ancestors 'none'/,
  "cross-origin-resource-policy": /^same-origin$/,
  "referrer-policy": /^no-referrer$/,
};

test("answers cannot be sniffed, framed, cached or embedded elsewhere", async () => {
  const { headers } = await send(target, "/api/heads", bearer());
  for (const [name, value] of Object.entries(PROTECTED)) assert.match(String(headers[name]), value);
  assert.equal(headers["cache-control"], "no-store");
});

const UNROUTED = ["/%", "/api/heads/%zz", `/api/heads/${"a".repeat(5000)}`, "/%c0%af", "/api/%e0%80/x", "/api/heads/%"];

test("the guard comes before the router: addresses that no router can read are refused as any other", async () => {
  for (const path of UNROUTED) {
    assert.equal((await send(target, path, { host: "evil.example", ...bearer() })).code, "HOST_REFUSED", path);
    assert.equal((await send(target, path, { origin: "https://evil.example" })).code, "ORIGIN_REFUSED", path);
    assert.equal((await send(target, path, {})).code, "TOKEN_MISSING", path);
    const known = await send(target, path, bearer());
    assert.deepEqual([known.status, known.code], [404, "ROUTE_UNKNOWN"], path);
    assert.ok(!known.text.includes("%"), "the address is not told back");
  }
});

/** What no HTTP server takes, as it goes over the wire. */
const NO_REQUESTS: Record<string, string> = {
  "no HTTP": "hello\r\n\r\n",
  "a header without a name": "GET / HTTP/1.1\r\n: x\r\n\r\n",
  "two lengths": "POST /api/heads HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
  "a length and chunks":
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "headers beyond measure": `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
  "an odd expectation": "POST /api/heads HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\n\r\n",
  "no host": "GET / HTTP/1.1\r\n\r\n",
  "a version of tomorrow": "GET / HTTP/9.9\r\n\r\n",
};

test("no answer lacks the headers: malformed, unknown, hijacked and empty ones carry them too", async () => {
  for (const [what, text] of Object.entries(NO_REQUESTS)) {
    const socket = dial(target);
    socket.write(text);
    const answer = String((await once(socket, "data"))[0]);
    socket.destroy();
    assert.match(answer, /^HTTP\/1\.1 4\d\d /, what);
    for (const name of Object.keys(PROTECTED))
      assert.ok(answer.toLowerCase().includes(`\r\n${name}: `), `${what}: ${name}`);
    const code = answer.match(/"code":"(\w+)"/)?.[1];
    assert.ok(code === "REQUEST_INVALID" || code === "HOST_REFUSED", `${what}: ${code}`);
  }
  for (const [path, options] of [
    ["/", {}],
    ["/%", {}],
    ["/api/health", { method: "TRACE" }],
    ["/api/heads", { method: "OPTIONS" }],
    ["/api/heads", { method: "PURGE" }],
    ["/openapi.json", {}],
  ] as const) {
    const { headers } = await send(target, path, bearer(), options);
    for (const [name, value] of Object.entries(PROTECTED))
      assert.match(String(headers[name]), value, `${path} ${name}`);
  }
  const ending = new AbortController();
  const stream = await fetch(`${target.url}/api/events`, { headers: bearer(), signal: ending.signal });
  for (const [name, value] of Object.entries(PROTECTED)) assert.match(String(stream.headers.get(name)), value, name);
  ending.abort();
});

test("a circle of parents ends", async () => {
  const data = await dataFolder();
  const db = await embeddedDatabase(join(data, "queue"), () => {});
  await openTables(db);
  const ids = [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
  const parents = [ids[1], ids[2], ids[0], ids[3]];
  for (const [i, id] of ids.entries()) {
    const edit = { parent: parents[i], instruction: "older", what: "both", strength: 1, regions: [] };
    const request = JSON.stringify({ prompt: "an elf", seed: 1, preset: "draft", pack: "starter", edit });
    await db.query("insert into headartist.head (id, request, state) values ($1, $2, 'done')", [id, request]);
  }
  await db.close();
  const circled = await service({ data, workers: 0 });
  for (const [i, id] of ids.entries()) {
    const { status, text } = await send(circled, `/api/heads/${id}/history`, {
      authorization: `Bearer ${circled.token}`,
    });
    assert.equal(status, 200);
    assert.equal(JSON.parse(text).heads.length, i < 3 ? 3 : 1);
  }
});

test("an error that is in no catalogue is told to the log alone", async () => {
  const id = await ask(target, "an elf");
  const folder = join(target.data, "heads", id);
  await rm(folder, { recursive: true });
  await writeFile(folder, "no folder");
  const { status, code, text } = await send(target, `/api/heads/${id}/head.glb`, bearer());
  assert.deepEqual([status, code], [500, "INTERNAL"]);
  assert.ok(!text.includes(id) && !text.includes("ENOTDIR"), text);
  assert.ok(warnings.some((warning) => warning.includes("ENOTDIR") && warning.includes(folder)));
});

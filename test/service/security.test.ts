import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { allowList } from "../../runtime/service/security/allow-list.ts";
import type { Service } from "../../runtime/service/start.ts";
import { call } from "./helpers/client.ts";
import { dataFolder, wordsPack } from "./helpers/folders.ts";
import { service, serviceProcess } from "./helpers/service.ts";

const PAGE = "http://localhost:5173";
let target: Service & { data: string };
const codes: string[] = [];
before(async () => {
  target = await service({ workers: 0, allowOrigins: [PAGE], showCode: (code) => codes.push(code) });
});

interface Reply {
  status: number;
  code?: string;
  headers: IncomingMessage["headers"];
  text: string;
}

/** Sends exactly these headers; fetch would not let Host and Origin through. */
function send(
  path: string,
  headers: Record<string, string | string[]>,
  options: RequestOptions = {},
  body?: string,
): Promise<Reply> {
  const { hostname, port } = new URL(target.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers, setHost: !("host" in headers), ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => {
        const json = response.headers["content-type"]?.startsWith("application/json") ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode!, code: json?.error?.code, headers: response.headers, text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const bearer = () => ({ authorization: `Bearer ${target.token}` });
const post = { method: "POST" };
const json = { "content-type": "application/json" };

test("the Host header must be one of the loopback names with the port", async () => {
  const { port } = new URL(target.url);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
    assert.equal((await send("/api/heads", { host, ...bearer() })).status, 200, host);
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
      const reply = await send(path, { host, ...bearer() });
      assert.deepEqual([reply.status, reply.code], [403, "HOST_REFUSED"], `${host} ${path}`);
    }
  }
  assert.equal(
    (await send("http://evil.example/api/heads", { host: `127.0.0.1:${port}`, ...bearer() })).code,
    "HOST_REFUSED",
  );
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
      const reply = await send(path, { origin, ...bearer() }, options);
      assert.deepEqual([reply.status, reply.code], [403, "ORIGIN_REFUSED"], `${origin} ${path}`);
      assert.equal(reply.headers["access-control-allow-origin"], undefined);
    }
  }
  const allowed = await send("/api/heads", { origin: PAGE, ...bearer() });
  assert.deepEqual([allowed.status, allowed.headers["access-control-allow-origin"]], [200, PAGE]);
  assert.equal(allowed.headers["access-control-allow-credentials"], undefined);
  const preflight = await send(
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

test("every route but health, pairing, renewal and the description asks for the token", async () => {
  const { paths } = JSON.parse((await send("/openapi.json", {})).text);
  const open = new Set(["/api/health", "/api/pairing", "/api/pairing/finish", "/api/renewal"]);
  const id = "00000000-0000-4000-8000-000000000000";
  let asked = 0;
  for (const [path, verbs] of Object.entries(paths as Record<string, object>)) {
    for (const verb of Object.keys(verbs)) {
      if (open.has(path)) continue;
      asked++;
      const reply = await send(path.replace("{id}", id), {}, { method: verb.toUpperCase() });
      assert.deepEqual([reply.status, reply.code], [401, "TOKEN_MISSING"], `${verb} ${path}`);
    }
  }
  assert.ok(asked > 15);
  assert.equal((await send("/nothing", {})).code, "TOKEN_MISSING");
  for (const authorization of [
    "Bearer",
    "Bearer wrong",
    `Basic ${target.token}`,
    `Bearer ${target.token}x`,
    `Bearer ${target.token.slice(1)}`,
    `Bearer ${target.token} x`,
  ]) {
    assert.equal((await send("/api/heads", { authorization })).status, 401, authorization);
  }
  assert.equal((await send(`/api/heads?token=${target.token}`, {})).status, 401);
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
  const begin = () => send("/api/pairing", { origin: PAGE }, post);
  const finish = (code: string) => send("/api/pairing/finish", json, post, JSON.stringify({ code }));
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

test("bodies are JSON, well-formed, small, and hold known fields alone", async () => {
  const body = JSON.stringify({ prompt: "an old dwarf" });
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
  ]) {
    const reply = await send("/api/heads", { ...bearer(), "content-type": type }, post, body);
    assert.deepEqual([reply.status, reply.code], [415, "BODY_NOT_JSON"], type);
  }
  const refused = async (text: string) => (await send("/api/heads", { ...bearer(), ...json }, post, text)).code;
  assert.equal(await refused("{"), "BODY_MALFORMED");
  assert.equal(await refused(""), "BODY_MALFORMED");
  assert.equal(await refused(JSON.stringify({ prompt: "x".repeat(70_000) })), "BODY_TOO_LARGE");
  assert.equal(await refused('{"prompt":"a","__proto__":{"x":1}}'), "BODY_MALFORMED");
  const invalid = [
    {},
    { prompt: "" },
    { prompt: " " },
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
      const { status, text } = await send(path, bearer(), { path });
      assert.ok(status === 400 || status === 404, `${path} ${status}`);
      assert.ok(!text.includes(target.token) && !text.includes(target.data), path);
    }
  }
  const id = "00000000-0000-4000-8000-000000000000";
  for (const name of ["job.json", "token", "..%2f..%2ftoken", "%2e%2e/%2e%2e/token", "head.glb%00.png"]) {
    assert.equal((await send(`/api/heads/${id}/${name}`, bearer())).status, 404, name);
  }
  for (const path of ["/../package.json", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/studio/../../token"]) {
    assert.ok([403, 404].includes((await send(path, bearer(), { path })).status), path);
  }
});

test("answers cannot be sniffed, framed, cached or embedded elsewhere, and errors tell no secrets", async () => {
  const { headers } = await send("/api/heads", bearer());
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.match(String(headers["content-security-policy"]), /frame-ancestors 'none'/);
  assert.equal(headers["cross-origin-resource-policy"], "same-origin");
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["referrer-policy"], "no-referrer");
});

test("it listens on loopback alone", async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === "IPv4");
  if (!outside) return;
  const { port } = new URL(target.url);
  await assert.rejects(send("/api/health", {}, { hostname: outside.address, port, timeout: 2000 }));
});

test("a stop revokes the token; after a crash the old token is good for one thing: its successor", async () => {
  const options = { data: await dataFolder(), packs: { starter: await wordsPack() }, workers: 0 };
  const crashed = await serviceProcess(options);
  await crashed.kill();
  const next = await service(options);
  assert.notEqual(next.token, crashed.token);
  assert.equal((await call({ ...next, token: crashed.token }, "GET", "/api/heads")).body.error.code, "TOKEN_WRONG");
  assert.equal((await call(next, "POST", "/api/renewal", { token: "x".repeat(43) })).body.error.code, "TOKEN_WRONG");
  assert.equal((await call(next, "POST", "/api/renewal", { token: crashed.token })).body.token, next.token);
  await next.stop();
  for (const name of ["token", "connection.json", "launch.json"]) await assert.rejects(stat(join(options.data, name)));
});

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedDatabase } from "../../runtime/service/database/embedded.ts";
import { serverDatabase } from "../../runtime/service/database/server.ts";
import { openTables } from "../../runtime/service/database/tables.ts";
import { ask, call, reach, type Target } from "./helpers/client.ts";
import { dataFolder, wordsPack } from "./helpers/folders.ts";
import { NO_POSTGRES, startPostgres } from "./helpers/postgres.ts";
import { service, serviceProcess } from "./helpers/service.ts";

/** Milliseconds within which what must happen has happened, on a slow machine too. */
const PATIENCE_MS = 120_000;

// Each of these waits more than it works.
suite("limits", { concurrency: true }, () => {
  test("32 event streams, and one more when one has ended", async () => {
    const target = await service({ workers: 0 });
    const open = async () => {
      const ending = new AbortController();
      const headers = { authorization: `Bearer ${target.token}` };
      const response = await fetch(`${target.url}/api/events`, { headers, signal: ending.signal });
      return { status: response.status, end: () => ending.abort() };
    };
    const streams = await Promise.all(Array.from({ length: 32 }, open));
    assert.deepEqual(new Set(streams.map(({ status }) => status)), new Set([200]));
    const refused = await call(target, "GET", "/api/events");
    assert.deepEqual([refused.status, refused.body.error.code], [503, "STREAMS_FULL"]);
    streams[0].end();
    await streamsBecome(target, 31);
    assert.equal((await open()).status, 200);
  });

  test("a stream that is not read is cut off, and the service goes on", async () => {
    const data = await dataFolder();
    const db = await embeddedDatabase(join(data, "queue"), () => {});
    const epoch = await openTables(db);
    await db.query(
      `insert into headartist.event (head, type, data)
       select $1, 'queued', jsonb_build_object('filler', repeat('x', 500)) from generate_series(1, 20000)`,
      [randomUUID()],
    );
    await db.close();
    const target = await service({ data, workers: 0 });
    const { hostname, port } = new URL(target.url);
    const headers = [`Host: ${hostname}:${port}`, `Authorization: Bearer ${target.token}`, `Last-Event-ID: ${epoch}.0`];
    const socket = connect(Number(port), hostname).on("error", () => {});
    let received = 0;
    socket.on("data", (bytes) => {
      received += bytes.length;
    });
    socket.write(`GET /api/events HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
    await once(socket, "data");
    socket.pause();
    await streamsBecome(target, 0);
    const closed = once(socket, "close");
    socket.resume();
    await closed;
    assert.ok(received < 20_000 * 500, `${received} bytes`);
    assert.equal((await call(target, "GET", "/api/health")).body.status, "ok");
  });

  test("a request that does not arrive within 30 seconds is dropped", async () => {
    const target = await service({ workers: 0 });
    const { hostname, port } = new URL(target.url);
    const begun = Date.now();
    const socket = connect(Number(port), hostname).on("error", () => {});
    socket.write(`POST /api/heads HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Length: 100\r\n\r\n{`);
    let answer = "";
    socket.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    await once(socket, "close");
    assert.match(answer, /^HTTP\/1\.1 4\d\d /);
    assert.ok(Date.now() - begun < PATIENCE_MS, `${Date.now() - begun} ms`);
  });

  test("1,000 waiting heads", { skip: NO_POSTGRES }, async () => {
    const server = await startPostgres();
    const databaseUrl = await server.database();
    const target = await service({ databaseUrl, workers: 0 });
    const db = await serverDatabase(databaseUrl, () => {});
    await db.query(
      `insert into headartist.head (id, request, state)
       select gen_random_uuid(), '{"prompt": "a", "seed": 1, "preset": "draft", "pack": "starter"}', 'queued'
       from generate_series(1, 1000)`,
    );
    const { status, body } = await call(target, "POST", "/api/heads", { prompt: "an elf" });
    assert.deepEqual([status, body.error.code], [429, "QUEUE_FULL"]);
    await db.close();
    await target.stop();
    await server.stop();
  });

  test("a compute process knows no secrets, and does not outlive its parent", async () => {
    process.env.HEADARTIST_TOKEN = "0123456789abcdef0123456789abcdef";
    const running = await serviceProcess({ data: await dataFolder(), packs: { starter: await wordsPack() } });
    delete process.env.HEADARTIST_TOKEN;
    const id = await ask(running, "busy ms=60000");
    await reach(running, id, "running");
    const document = async () => (await call(running, "GET", `/api/heads/${id}/head.json`)).body;
    while (!(await document()).pid) await sleep(50);
    const { pid, secrets } = await document();
    assert.deepEqual(secrets, []);
    assert.ok(isAlive(pid));
    await running.kill();
    for (const end = Date.now() + 20_000; isAlive(pid) && Date.now() < end; ) await sleep(50);
    assert.ok(!isAlive(pid), "in the midst of a step of a minute");
  });
});

async function streamsBecome(target: Target, count: number): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const { body } = await call(target, "GET", "/metrics");
    if (new RegExp(`^headartist_event_streams ${count}$`, "m").test(body)) return;
  }
  throw new Error(`the service never had ${count} event streams`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

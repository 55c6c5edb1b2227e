import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedDatabase } from "../../runtime/service/database/embedded.ts";
import { serverDatabase } from "../../runtime/service/database/server.ts";
import { openTables } from "../../runtime/service/database/tables.ts";
import { ask, call, events, reachStep, type Target } from "./helpers/client.ts";
import { dataFolder, wordsPack } from "./helpers/folders.ts";
import { NO_POSTGRES, startPostgres } from "./helpers/postgres.ts";
import { dial, requestHead } from "./helpers/send.ts";
import { service, serviceProcess } from "./helpers/service.ts";

/** Milliseconds within which what must happen has happened, on a slow machine too. */
const PATIENCE_MS = 120_000;

test("there are 32 event streams at most, and one more when one has ended", async () => {
  const target = await service({ workers: 0 });
  const open = async () => {
    const ending = new AbortController();
    const headers = { authorization: `Bearer ${target.token}` };
    const response = await fetch(`${target.url}/api/events`, { headers, signal: ending.signal });
    // Kept, since fetch cancels the body of a response that is collected as garbage.
    return { status: response.status, response, end: () => ending.abort() };
  };
  const streams = await Promise.all(Array.from({ length: 32 }, open));
  assert.deepEqual(new Set(streams.map(({ status }) => status)), new Set([200]));
  const refused = await call(target, "GET", "/api/events");
  assert.deepEqual([refused.status, refused.body.error.code], [503, "STREAMS_FULL"]);
  streams[0].end();
  await streamsBecome(target, 31);
  const more = await open();
  assert.equal(more.status, 200);
  for (const { end } of [...streams, more]) end();
});

/** Events of more bytes together than sockets hold. */
const MANY = 20_000;
const FILLER = 500;
const manyEvents = `insert into headartist.event (head, type, data)
  select gen_random_uuid(), 'queued', jsonb_build_object('filler', repeat('x', ${FILLER})) from generate_series(1, ${MANY})`;

test("who missed much is told all of it; who does not read it is cut off, and the service goes on", async () => {
  const data = await dataFolder();
  const db = await embeddedDatabase(join(data, "queue"), () => {});
  const epoch = await openTables(db);
  await db.query(manyEvents);
  await db.close();
  const target = await service({ data, workers: 0 });
  const lastEventId = `${epoch}.0`;
  const received = await events(target, ({ length }) => length === MANY, { lastEventId });
  assert.equal(new Set(received.map(({ id }) => id)).size, MANY);
  await isCutOff(target, lastEventId);
});

test("who does not read what happens now is cut off", { skip: NO_POSTGRES }, async () => {
  const server = await startPostgres();
  const databaseUrl = await server.database();
  const target = await service({ databaseUrl, workers: 0 });
  const db = await serverDatabase(databaseUrl, () => {});
  await isCutOff(target, undefined, () => db.query(manyEvents));
  await db.close();
  await target.stop();
  await server.stop();
});

/** Opens a stream, reads its beginning and no more. */
async function isCutOff(target: Target, lastEventId?: string, begun?: () => Promise<unknown>): Promise<void> {
  const socket = dial(target);
  const resume = lastEventId ? [`Last-Event-ID: ${lastEventId}`] : [];
  socket.write(requestHead(target, "GET /api/events", ...resume));
  let received = 0;
  socket.on("data", (bytes) => {
    received += bytes.length;
  });
  await once(socket, "data");
  socket.pause();
  await begun?.();
  await streamsBecome(target, 0);
  const closed = once(socket, "close");
  socket.resume();
  await closed;
  assert.ok(received < MANY * FILLER, `${received} bytes came, of more than ${MANY * FILLER}`);
  assert.equal((await call(target, "GET", "/api/health")).body.status, "ok");
}

test("a request that has not arrived after 30 seconds is dropped", async () => {
  const target = await service({ workers: 0 });
  const socket = dial(target);
  const begun = Date.now();
  socket.write(`${requestHead(target, "POST /api/heads", "Content-Type: application/json", "Content-Length: 100")}{`);
  let answer = "";
  socket.setEncoding("utf8").on("data", (text) => {
    answer += text;
  });
  await once(socket, "close");
  assert.match(answer, /^HTTP\/1\.1 408 /);
  const waited = Date.now() - begun;
  assert.ok(waited >= 29_000 && waited < 50_000, `${waited} ms`);
});

test("the 1,001st waiting head is refused", async () => {
  const data = await dataFolder();
  const db = await embeddedDatabase(join(data, "queue"), () => {});
  await openTables(db);
  await db.query(
    `insert into headartist.head (id, request, state)
     select gen_random_uuid(), '{"prompt": "a", "seed": 1, "preset": "draft", "pack": "starter"}', 'queued'
     from generate_series(1, 999)`,
  );
  await db.close();
  const target = await service({ data, workers: 0 });
  assert.equal((await call(target, "POST", "/api/heads", { prompt: "an elf" })).status, 201);
  const { status, body } = await call(target, "POST", "/api/heads", { prompt: "an elf" });
  assert.deepEqual([status, body.error.code], [429, "QUEUE_FULL"]);
});

test("a compute process is given no secrets, and does not outlive its parent", async () => {
  Object.assign(process.env, { HEADARTIST_TOKEN: "0123456789abcdef0123456789abcdef", DATABASE_URL: "postgres://x" });
  const running = await serviceProcess({ data: await dataFolder(), packs: { starter: await wordsPack() } });
  delete process.env.HEADARTIST_TOKEN;
  delete process.env.DATABASE_URL;
  // Its steps give nothing else a turn.
  const id = await ask(running, "busy steps=1000 ms=400");
  await reachStep(running, id, 1);
  const { pid, secrets } = (await call(running, "GET", `/api/heads/${id}/head.json`)).body;
  assert.deepEqual(secrets, []);
  assert.ok(isAlive(pid));
  await running.kill();
  for (const end = Date.now() + PATIENCE_MS; isAlive(pid) && Date.now() < end; ) await sleep(50);
  assert.ok(!isAlive(pid));
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

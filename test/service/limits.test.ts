import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { call, type Target } from "./helpers/client.ts";
import { service } from "./helpers/service.ts";

/** Milliseconds within which what must happen has happened, on a slow machine too. */
const PATIENCE_MS = 120_000;

test("there are 32 event streams at most, and one more when one has ended", async () => {
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

async function streamsBecome(target: Target, count: number): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
    const { body } = await call(target, "GET", "/metrics");
    if (new RegExp(`^headartist_event_streams ${count}$`, "m").test(body)) return;
  }
  throw new Error(`the service never had ${count} event streams`);
}

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Service } from "../../runtime/service/start.ts";
import { type Answer, ask, call } from "./helpers/client.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "./helpers/postgres.ts";
import { service } from "./helpers/service.ts";

let postgres: PostgresServer | undefined;
before(async () => {
  if (!NO_POSTGRES) postgres = await startPostgres();
});
after(() => postgres?.stop());

const HEADS = 20;
/** Ten at once for each head; the last one goes to every other head. */
const VERBS = [
  "pause",
  "resume",
  "cancel",
  "pause",
  "resume",
  "resume",
  "cancel",
  "pause",
  "resume",
  "delete",
] as const;
const SETTLED_MS = 60_000;

const BACKENDS = [
  { name: "PGlite", skip: false, url: async () => undefined },
  { name: "PostgreSQL", skip: NO_POSTGRES, url: async () => postgres!.database() },
] as const;

suite("verbs on the same heads at once", { concurrency: true }, () => {
  for (const { name, skip, url } of BACKENDS) {
    test(`on ${name} no answer is a fault, no file is torn, folder and table agree`, { skip }, async () => {
      const target = await service({ databaseUrl: await url(), workers: 2 });
      const ids = await Promise.all(Array.from({ length: HEADS }, (_, i) => ask(target, "steps=30 ms=5", i)));
      for (let round = 0; round < 2; round++) {
        const answers = await Promise.all(
          ids.flatMap((id, i) => VERBS.map((_, k) => act(target, id, VERBS[(k + i) % VERBS.length], round, i))),
        );
        for (const { status, body } of answers) {
          assert.ok([200, 204, 404, 409].includes(status), `${status} ${JSON.stringify(body)}`);
          if (status >= 400) assert.ok(["HEAD_UNKNOWN", "JOB_STATE"].includes(body.error.code));
          if (status === 409) assert.match(body.error.message, /is (queued|running|paused|cancelled|failed|done)\.$/);
        }
      }
      await agree(target, ids);
    });
  }
});

/** In the second round every other head is deleted. */
function act(target: Service, id: string, verb: (typeof VERBS)[number], round: number, i: number): Promise<Answer> {
  if (verb !== "delete") return call(target, "POST", `/api/jobs/${id}/${verb}`);
  if (round === 0 || i % 2 === 0) return call(target, "POST", `/api/jobs/${id}/pause`);
  return call(target, "DELETE", `/api/heads/${id}`);
}

/** Waits until every head has come to rest, then compares what the table, the lists and the folders say. */
async function agree(target: Service & { data: string }, ids: string[]): Promise<void> {
  const folder = join(target.data, "heads");
  const states = async () => {
    const answers = await Promise.all(ids.map((id) => call(target, "GET", `/api/heads/${id}`)));
    return answers.map(({ status, body }) => (status === 404 ? "deleted" : body.state));
  };
  let now = await states();
  const moving = (state: string) => ["queued", "running", "pausing", "cancelling"].includes(state);
  for (const end = Date.now() + SETTLED_MS; now.some(moving) && Date.now() < end; now = await states())
    await sleep(100);
  assert.ok(!now.some(moving), now.join());
  const listed = (await call(target, "GET", "/api/heads?limit=100")).body.heads.map((head: { id: string }) => head.id);
  assert.deepEqual(listed.sort(), ids.filter((_, i) => now[i] !== "deleted").sort());
  assert.ok(now.filter((state) => state === "deleted").length >= HEADS / 4);
  for (const [i, id] of ids.entries()) {
    const names = await readdir(join(folder, id)).catch(() => undefined);
    if (now[i] === "deleted") {
      // Its process is killed first, and what it wrote last is removed then.
      for (let tries = 0; tries < 50 && (await readdir(join(folder, id)).catch(() => undefined)); tries++)
        await sleep(100);
      await assert.rejects(readdir(join(folder, id)));
      continue;
    }
    assert.ok(names && !names.some((name) => name.endsWith(".tmp")), `${names}`);
    for (const name of names.filter((one) => one.endsWith(".json"))) {
      const document = JSON.parse(await readFile(join(folder, id, name), "utf8"));
      if (name === "job.json") assert.equal(document.state, now[i]);
    }
  }
}

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { ask, call, expectedGlb, reach, reachStep } from "./helpers/client.ts";
import { dataFolder, temporaryFolder, wordsPack } from "./helpers/folders.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "./helpers/postgres.ts";
import { service, serviceProcess } from "./helpers/service.ts";

let postgres: PostgresServer | undefined;
before(async () => {
  if (!NO_POSTGRES) postgres = await startPostgres();
});
after(() => postgres?.stop());

const BACKENDS = [
  { name: "PGlite", skip: false, folder: dataFolder, url: async () => undefined },
  { name: "PostgreSQL", skip: NO_POSTGRES, folder: temporaryFolder, url: async () => postgres!.database() },
] as const;

// Each of these waits more than it works.
suite("what survives kill −9", { concurrency: true }, () => {
  for (const { name, skip, folder, url } of BACKENDS) {
    test(`the service on ${name}: the bytes are those of a quiet run`, {
      skip,
    }, async () => {
      const options = { data: await folder(), databaseUrl: await url(), packs: { starter: await wordsPack() } };
      let running = await serviceProcess(options);
      const id = await ask(running, "steps=150 ms=20", 11);
      const wanted = await ask(running, "steps=5", 12);
      await reachStep(running, id, 20);
      await running.kill();
      running = await serviceProcess(options);
      await reach(running, id, "done");
      await reach(running, wanted, "done");
      assert.equal((await call(running, "GET", `/api/heads/${id}/head.glb`)).body, expectedGlb(11, 150));
      assert.equal((await call(running, "GET", `/api/heads/${wanted}/head.glb`)).body, expectedGlb(12, 5));
      await running.kill();
    });
  }

  test("an unreadable queue is built anew from the head documents, and a stop keeps what was reached", async () => {
    const data = await dataFolder();
    const first = await service({ data });
    const running = await ask(first, "steps=80 ms=20", 1);
    const paused = await ask(first, "steps=5", 2);
    await call(first, "POST", `/api/jobs/${paused}/pause`);
    await reachStep(first, running, 10);
    await first.stop();
    const checkpoint = await readFile(join(data, "heads", running, "checkpoint.safetensors"), "utf8");
    assert.ok(JSON.parse(checkpoint).step >= 10);
    await writeFile(join(data, "queue", "PG_VERSION"), "damaged");
    const warnings: string[] = [];
    const second = await service({ data, warn: (message) => warnings.push(message) });
    assert.match(warnings[0], /put aside/);
    await reach(second, running, "done");
    assert.equal((await call(second, "GET", `/api/heads/${running}/head.glb`)).body, expectedGlb(1, 80));
    const { body } = await call(second, "GET", `/api/heads/${paused}`);
    assert.deepEqual([body.state, body.request.seed], ["paused", 2]);
  });

  test("two workers on one PostgreSQL: one is killed, the other ends its head", { skip: NO_POSTGRES }, async () => {
    const data = await temporaryFolder();
    const shared = { databaseUrl: await postgres!.database(), heads: join(data, "heads") };
    const target = await service({ ...shared, data, workers: 0 });
    const remote = { ...shared, remote: true, packs: { starter: await wordsPack() } };
    const doomed = await serviceProcess(remote);
    const id = await ask(target, "steps=250 ms=20", 21);
    await reachStep(target, id, 20);
    const survivor = await serviceProcess(remote);
    await doomed.kill();
    const other = await ask(target, "steps=5", 22);
    await reach(target, other, "done");
    await reach(target, id, "done");
    assert.equal((await call(target, "GET", `/api/heads/${id}/head.glb`)).body, expectedGlb(21, 250));
    await survivor.kill();
  });
});

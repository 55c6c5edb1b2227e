import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Service } from "../../runtime/service/start.ts";
import { ask, call, events, expectedGlb, reach, reachStep } from "./helpers/client.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "./helpers/postgres.ts";
import { service } from "./helpers/service.ts";

let postgres: PostgresServer | undefined;
before(async () => {
  if (!NO_POSTGRES) postgres = await startPostgres();
});
after(() => postgres?.stop());

const BACKENDS = [
  { name: "PGlite", skip: false, url: async () => undefined },
  { name: "PostgreSQL", skip: NO_POSTGRES, url: async () => postgres!.database() },
] as const;

suite("jobs", { concurrency: true }, () => {
  for (const { name, skip, url } of BACKENDS) {
    suite(`on ${name}`, { skip, concurrency: 1 }, () => {
      let target: Service & { data: string };
      before(async () => {
        target = await service({ databaseUrl: await url() });
      });
      const glb = async (id: string) => (await call(target, "GET", `/api/heads/${id}/head.glb`)).body;

      test("a head is made, and its files are served", async () => {
        const id = await ask(target, "steps=20", 7);
        await reach(target, id, "done");
        assert.equal(await glb(id), expectedGlb(7, 20));
        assert.equal(
          (await call(target, "GET", `/api/heads/${id}/checkpoint.safetensors`)).body.error.code,
          "FILE_NOT_YET",
        );
        const { body } = await call(target, "GET", `/api/heads/${id}`);
        assert.ok(body.finishedAt >= body.createdAt);
      });

      test("cancel stops a busy process within two seconds", async () => {
        const id = await ask(target, "steps=50 ms=3000 busy");
        await reach(target, id, "running");
        await sleep(700);
        const begin = Date.now();
        const { body } = await call(target, "POST", `/api/jobs/${id}/cancel`);
        assert.equal(body.state, "cancelling");
        await reach(target, id, "cancelled");
        assert.ok(Date.now() - begin < 2000, `${Date.now() - begin} ms`);
      });

      test("pause keeps the checkpoint, resume gives the same bytes", async () => {
        const id = await ask(target, "steps=60 ms=20", 3);
        await reachStep(target, id, 10);
        await call(target, "POST", `/api/jobs/${id}/pause`);
        await reach(target, id, "paused");
        const { body } = await call(target, "GET", `/api/heads/${id}/checkpoint.safetensors`);
        const { step } = JSON.parse(body);
        assert.ok(step >= 10 && step < 60);
        await call(target, "POST", `/api/jobs/${id}/resume`);
        await reach(target, id, "done");
        assert.equal(await glb(id), expectedGlb(3, 60));
      });

      test("one job waits behind another, and can be paused and cancelled there", async () => {
        const first = await ask(target, "steps=100 ms=20");
        const second = await ask(target, "steps=5");
        assert.equal((await call(target, "POST", `/api/jobs/${second}/pause`)).body.state, "paused");
        const { body } = await call(target, "GET", "/api/jobs");
        assert.deepEqual(
          body.jobs.map((job: { id: string }) => job.id),
          [first, second],
        );
        assert.equal((await call(target, "POST", `/api/jobs/${second}/cancel`)).body.state, "cancelled");
        await call(target, "POST", `/api/jobs/${first}/cancel`);
        await reach(target, first, "cancelled");
        const late = await call(target, "POST", `/api/jobs/${first}/pause`);
        assert.deepEqual([late.status, late.body.error.code], [409, "JOB_STATE"]);
      });

      test("a head that fails says why, and can be resumed", async () => {
        const id = await ask(target, "refuse");
        await reach(target, id, "failed");
        const { error } = (await call(target, "GET", `/api/jobs/${id}`)).body;
        assert.deepEqual([error.code, error.message], ["COMPUTE_FAILED", "this head cannot be made"]);
        await call(target, "POST", `/api/jobs/${id}/resume`);
        await reach(target, id, "failed");
      });

      test("a compute process that dies once goes on; one that always dies fails the head", async () => {
        const once = await ask(target, "steps=20 crash-once", 4);
        const always = await ask(target, "crash");
        await reach(target, once, "done");
        assert.equal(await glb(once), expectedGlb(4, 20));
        await reach(target, always, "failed");
        assert.equal((await call(target, "GET", `/api/jobs/${always}`)).body.error.code, "COMPUTE_CRASHED");
      });

      test("deleting a running head stops it and removes its folder", async () => {
        const id = await ask(target, "steps=200 ms=20");
        await reachStep(target, id, 3);
        assert.equal((await call(target, "DELETE", `/api/heads/${id}`)).status, 204);
        assert.equal((await call(target, "GET", `/api/heads/${id}`)).body.error.code, "HEAD_UNKNOWN");
        await sleep(1200);
        assert.equal(await stat(join(target.data, "heads", id)).catch(() => "gone"), "gone");
      });

      test("events tell of every stage; a last id brings what was missed", async () => {
        const all = events(target, (received) => received.some(({ event }) => event === "done"));
        await sleep(300);
        const id = await ask(target, "steps=40 ms=20");
        const received = await all;
        const types = received.map(({ event }) => event);
        for (const type of ["queued", "started", "stage", "progress", "preview", "done"])
          assert.ok(types.includes(type), type);
        const stages = received.filter(({ event }) => event === "stage").map(({ data }) => data.progress.stage);
        assert.deepEqual(stages, ["geometry", "texture"]);
        const middle = received[2];
        const rest = await events(target, (again) => again.length >= received.length - 3, {
          lastEventId: middle.id,
          query: `?head=${id}`,
        });
        assert.deepEqual(rest.slice(0, received.length - 3), received.slice(3));
        const reset = await events(target, (again) => again.length > 0, { lastEventId: "other.5" });
        assert.equal(reset[0].event, "reset");
        const live = await fetch(`${target.url}/api/heads/${id}/live.glb`, {
          headers: { authorization: `Bearer ${target.token}` },
        });
        assert.equal(Buffer.from(await live.arrayBuffer()).toString("latin1", 0, 4), "glTF");
      });
    });
  }
});

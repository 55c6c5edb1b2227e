import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { call } from "../helpers/client.ts";
import { temporaryFolder } from "../helpers/folders.ts";
import { service } from "../helpers/service.ts";

const HEADS = 5000;
/** Of processor time, which a busy machine does not stretch. */
const SECONDS = 10;

test(`the first start with ${HEADS} heads takes less than ${SECONDS} seconds`, async () => {
  const data = await temporaryFolder();
  for (let i = 0; i < HEADS; i++) {
    const folder = join(data, "heads", randomUUID());
    await mkdir(folder, { recursive: true });
    const createdAt = new Date(1.7e12 + i).toISOString();
    const request = { prompt: "an orc", seed: i, preset: "draft", pack: "starter" };
    await writeFile(join(folder, "job.json"), JSON.stringify({ createdAt, request, state: i % 5 ? "done" : "queued" }));
  }
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const target = await service({ data, workers: 0 });
  const { user, system } = process.cpuUsage(used);
  const seconds = [(performance.now() - begun) / 1000, (user + system) / 1e6].map((value) => value.toFixed(1));
  process.stdout.write(`first start with ${HEADS} heads: ${seconds[0]} s, ${seconds[1]} s of processor time\n`);
  assert.ok(Number(seconds[1]) < SECONDS, `${seconds[1]} s`);
  const { body } = await call(target, "GET", "/api/heads?limit=100");
  assert.deepEqual([body.heads.length, body.heads[0].request.seed], [100, HEADS - 1]);
});

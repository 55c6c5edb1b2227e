import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { readIfPresent } from "../../runtime/host/node/files.ts";
import { ENGINE_ENTRY, forkCompute, startCompute, type Waiting } from "../../runtime/service/compute/fork.ts";
import { LIVE_NAME } from "../../runtime/service/compute/names.ts";
import type { ComputeJob } from "../../runtime/service/compute/protocol.ts";
import { keepStandby } from "../../runtime/service/compute/standby.ts";
import { atEnd } from "./helpers/at-end.ts";
import { temporaryFolder } from "./helpers/folders.ts";

test("a process that was kept ready shows a head in half the time of a new one, and makes the same", async (t) => {
  const standby = keepStandby(ENGINE_ENTRY, {});
  atEnd(() => standby.close());
  await standby.prepare();
  const ready = await make(standby.take());
  const fresh = await make(forkCompute(ENGINE_ENTRY));
  t.diagnostic(`first preview after ${ready.first.toFixed(0)} ms, of a new process after ${fresh.first.toFixed(0)} ms`);
  assert.ok(ready.first < fresh.first / 2);
  assert.deepEqual(ready.glb, fresh.glb);
});

test("what waits ends with its keeper; what dies while it waits is replaced", async () => {
  const standby = keepStandby(ENGINE_ENTRY, {});
  const prepared = standby.prepare();
  const { child } = standby.take();
  child.kill("SIGKILL");
  await prepared;
  const again = standby.prepare();
  standby.close();
  await again;
  const one = standby.take().child;
  atEnd(() => one.kill("SIGKILL"));
  assert.ok(one.pid !== child.pid && !one.killed, "who asks after that gets a new one");
});

/** Makes a head, and times its first preview from when the job is given. */
async function make(waiting: Waiting) {
  const folder = await temporaryFolder();
  const request = { prompt: "an old man with glasses", preset: "built", pack: "starter", seed: 2, textureSize: 256 };
  const job: ComputeJob = { request, pack: "starter", place: { folder }, previewInterval: 500 };
  const begin = performance.now();
  let first = Infinity;
  const compute = startCompute(waiting, job, {
    onProgress() {},
    onPreview() {
      first = Math.min(first, performance.now() - begin);
    },
  });
  const outcome = await compute.outcome;
  assert.equal(outcome.kind, "done", JSON.stringify(outcome));
  assert.ok(await readIfPresent(join(folder, LIVE_NAME)));
  return { first, glb: await readIfPresent(join(folder, "head.glb")) };
}

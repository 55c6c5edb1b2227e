import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, call, type Target } from "../helpers/client.ts";
import { dataFolder, temporaryFolder } from "../helpers/folders.ts";
import { makeKilled, REQUEST, STAGES, TINY } from "../helpers/kills.ts";
import { service } from "../helpers/service.ts";
import { mountSmall, NO_MOUNT } from "../helpers/small-disk.ts";

const ENTRY = new URL("../helpers/small-engine.ts", import.meta.url);
const PATIENCE_MS = 600_000;

test("the disk is full in each stage: the head says so, needs no more room to go on, and ends with the same bytes", {
  skip: NO_MOUNT,
}, async () => {
  const quiet = await makeKilled(await dataFolder(), []);
  for (const stage of STAGES) {
    const heads = await temporaryFolder();
    mountSmall(heads, "64m");
    const packs = { starter: TINY };
    const target = await service({ data: await dataFolder(), heads, packs, entry: ENTRY, threads: 1, provider: "cpu" });
    const { body } = await call(target, "POST", "/api/heads", REQUEST);
    await until(target, body.id, ({ body: { progress } }) => progress?.stage === stage);
    await fill(join(heads, "ballast"));
    await until(target, body.id, ({ body: { state } }) => state === "failed", stage);
    const { error } = (await call(target, "GET", `/api/jobs/${body.id}`)).body;
    assert.equal(error.code, "DISK_FULL", JSON.stringify(error));
    const [before, names] = [await sizeOf(join(heads, body.id)), await readdir(join(heads, body.id))];
    assert.deepEqual(
      names.filter((name) => name.endsWith(".tmp")),
      [],
      stage,
    );
    // Again on the full disk: refused or failed again, and not a byte more is taken.
    await call(target, "POST", `/api/jobs/${body.id}/resume`);
    await until(target, body.id, ({ body: { state } }) => state === "failed", stage);
    assert.ok((await sizeOf(join(heads, body.id))) <= before, `${stage}: a resume takes room`);
    await rm(join(heads, "ballast"));
    assert.equal((await call(target, "POST", `/api/jobs/${body.id}/resume`)).status, 200);
    await until(target, body.id, ({ body: { state } }) => state === "done", stage);
    const headers = { authorization: `Bearer ${target.token}` };
    const file = await fetch(`${target.url}/api/heads/${body.id}/head.glb`, { headers });
    const glb = createHash("sha256")
      .update(new Uint8Array(await file.arrayBuffer()))
      .digest("hex");
    assert.equal(glb, quiet.glb, stage);
    process.stdout.write(`disk full in ${stage}: DISK_FULL, freed, resumed, same bytes\n`);
    await target.stop();
  }
});

async function until(target: Target, id: string, holds: (answer: Answer) => boolean, what = ""): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(10)) {
    const answer = await call(target, "GET", `/api/jobs/${id}`);
    if (holds(answer)) return;
    if (answer.body.state === "done") throw new Error(`the head was done before ${what}`);
  }
  throw new Error(`not in time: ${what}`);
}

/** Writes until no byte is left. */
async function fill(path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const size of [1 << 20, 4096, 1]) {
      const block = new Uint8Array(size);
      for (let room = true; room; )
        room = await file.write(block).then(
          ({ bytesWritten }) => bytesWritten > 0,
          () => false,
        );
    }
  } finally {
    await file.close();
  }
}

/** Of everything but the note, which says more of a failure. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) if (name !== "job.json") bytes += (await stat(join(folder, name))).size;
  return bytes;
}

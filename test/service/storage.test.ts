import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { checkedKey, type Library } from "../../runtime/service/storage/library.ts";
import { openLibrary } from "../../runtime/service/storage/open-library.ts";
import { ask, call, expectedGlb, reach, reachStep } from "./helpers/client.ts";
import { temporaryFolder } from "./helpers/folders.ts";
import { startBucket } from "./helpers/s3.ts";
import { service } from "./helpers/service.ts";
import { mountSmall, NO_MOUNT } from "./helpers/small-disk.ts";

/** Points the AWS client, here and in compute processes, at a bucket of this test. */
async function s3Location(): Promise<string> {
  const { endpoint } = await startBucket();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
  });
  return "s3://heads/studio";
}

async function checkLibrary(library: Library): Promise<void> {
  const [id, other] = [randomUUID(), randomUUID()];
  const store = library.store(id);
  assert.equal(await store.read("head.json"), undefined);
  await store.write("head.json", new TextEncoder().encode("one"));
  await store.write("head.json", new TextEncoder().encode("second"));
  await library.put(other, "live.glb", new Uint8Array([1, 2, 3]));
  assert.equal(new TextDecoder().decode(await store.read("head.json")), "second");
  const found = (await library.open(id, "head.json"))!;
  await library.put(id, "head.json", new TextEncoder().encode("the third, a longer one"));
  assert.equal(found.size, 6);
  assert.equal((await buffer(found.body)).toString(), "second", "the bytes are those of the announced size");
  const replaced = (await library.open(id, "head.json"))!;
  assert.notEqual(replaced.etag, found.etag);
  replaced.body.destroy();
  assert.equal(await library.open(id, "head.glb"), undefined);
  assert.deepEqual((await library.list()).sort(), [id, other].sort());
  await store.remove("head.json");
  await store.remove("head.json");
  assert.equal(await store.read("head.json"), undefined);
  await library.remove(other);
  assert.equal(await library.open(other, "live.glb"), undefined);
}

test("a folder keeps heads", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "not-a-head"));
  await checkLibrary(await openLibrary(folder));
});

test("an S3 bucket keeps heads", async () => checkLibrary(await openLibrary(await s3Location())));

test("nothing but a head's id and a plain name makes a key", () => {
  const id = randomUUID();
  assert.equal(checkedKey(id, "head.glb"), `${id}/head.glb`);
  for (const [head, name] of [
    ["..", ""],
    [id, "../x"],
    [id, "a/b"],
    [id, ".hidden"],
    [id.toUpperCase(), ""],
    ["", ""],
  ]) {
    assert.throws(() => checkedKey(head, name), RangeError);
  }
});

test("a head is made with its files in S3", async () => {
  const target = await service({ heads: await s3Location() });
  const id = await ask(target, "steps=10", 5);
  await reach(target, id, "done");
  assert.equal((await call(target, "GET", `/api/heads/${id}/head.glb`)).body, expectedGlb(5, 10));
  assert.equal((await call(target, "DELETE", `/api/heads/${id}`)).status, 204);
});

test("a full disk fails the head with that reason; it resumes when there is space", { skip: NO_MOUNT }, async () => {
  const small = await temporaryFolder();
  mountSmall(small, "128k");
  const target = await service({ heads: small });
  const id = await ask(target, "steps=80 ms=20", 6);
  await reachStep(target, id, 10);
  await writeFile(join(small, "ballast"), new Uint8Array(1 << 20)).catch(() => {});
  await reach(target, id, "failed");
  assert.equal((await call(target, "GET", `/api/jobs/${id}`)).body.error.code, "DISK_FULL");
  const refused = await call(target, "POST", "/api/heads", { prompt: "steps=1" });
  assert.deepEqual([refused.status, refused.body.error.code], [507, "DISK_FULL"]);
  await rm(join(small, "ballast"));
  await call(target, "POST", `/api/jobs/${id}/resume`);
  await reach(target, id, "done");
  assert.equal((await call(target, "GET", `/api/heads/${id}/head.glb`)).body, expectedGlb(6, 80));
});

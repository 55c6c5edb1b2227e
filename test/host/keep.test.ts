import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { arraysToBytes, bytesToArrays } from "../../runtime/host/node/kept/arrays-file.ts";
import { keepInFiles } from "../../runtime/host/node/kept/keep.ts";

const home = process.env.HOME;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-"));
  process.env.HOME = folder;
});
after(async () => {
  process.env.HOME = home;
  await rm(folder, { recursive: true });
});

const made = () => ({
  size: 3,
  deep: { low: [0.1, -2, 1e-300], at: Uint32Array.of(1, 2 ** 32 - 1) },
  pixels: Uint8Array.of(7, 8, 9),
  values: Float32Array.of(0.5, Number.NaN, -0),
  sums: Float64Array.of(Math.PI),
});

test("plain data with arrays comes back as it was", () => {
  assert.deepEqual(bytesToArrays(arraysToBytes(made()) as Uint8Array<ArrayBuffer>), made());
  assert.throws(() => arraysToBytes({ depth: () => 1 }), /function/);
  assert.throws(() => bytesToArrays(arraysToBytes(made()).slice(0, -8)), RangeError);
});

test("what is kept is made once, again where its file is damaged, and other versions' files go", async () => {
  let times = 0;
  const ask = () => keepInFiles("pictures-3", () => ({ times: ++times, ...made() }));
  assert.deepEqual([ask().times, ask().times], [1, 1]);
  const kept = join(folder, ".headartist", "kept");
  const [name] = await readdir(kept);
  const bytes = await readFile(join(kept, name));
  bytes[bytes.length - 3] ^= 1;
  await writeFile(join(kept, name), bytes);
  await writeFile(join(kept, "0123456789abcdef-pictures-3.bin"), "of another version");
  assert.deepEqual([ask().times, ask().times], [2, 2]);
  assert.deepEqual(await readdir(kept), [name]);
});

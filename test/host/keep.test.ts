import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { arraysToBytes, bytesToArrays } from "../../runtime/host/node/kept/arrays-file.ts";
import { keepInFiles, trimKept } from "../../runtime/host/node/kept/keep.ts";

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

test("what was used longest ago goes first once files take too much; reading is using", async () => {
  const kept = join(folder, ".headartist", "kept");
  const ask = (name: string) => keepInFiles(name, () => ({ pixels: new Uint8Array(1000) }));
  const before = new Set(await readdir(kept));
  for (const name of ["first", "second", "third"]) ask(name);
  const files = (await readdir(kept)).filter((name) => !before.has(name)).sort();
  assert.equal(files.length, 3);
  for (const [i, name] of [...before, ...files].entries()) await utimes(join(kept, name), 100 + i, 100 + i);
  ask("first");
  trimKept(kept, 2500);
  assert.deepEqual((await readdir(kept)).sort(), [files[0], files[2]]);
  trimKept(kept, 0);
  assert.deepEqual(await readdir(kept), [files[0]]);
});

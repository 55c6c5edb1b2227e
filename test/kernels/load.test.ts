import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelFile, pointer } from "../../runtime/kernels/load.ts";
import { BUILDS, load } from "./support.ts";

test("the build for this host is one of the two", () => {
  assert.ok(BUILDS.includes(kernelFile()));
});

test("scratch memory is a stack, the store is zero-filled and keeps its arrays", async () => {
  const kernels = await load();
  const kept = kernels.store.f32(100).fill(7);
  const mark = kernels.scratch.mark();
  const first = kernels.scratch.u32(1000).fill(1);
  kernels.scratch.release(mark);
  const second = kernels.scratch.f32(1000);
  assert.equal(second.byteOffset, first.byteOffset);
  assert.equal(second.byteOffset % 64, 0);
  assert.ok(kernels.store.f32(5000).every((value) => value === 0));
  const used = kernels.store.mark();
  kernels.store.f32(5000).fill(3);
  kernels.store.release(used);
  assert.ok(kernels.store.f32(6000).every((value) => value === 0));
  assert.ok(kept.every((value) => value === 7));
});

test("memory that is full and arrays from elsewhere are refused", async () => {
  const kernels = await load();
  assert.throws(() => kernels.scratch.f32(256 * 2 ** 18), /kernel memory is full/);
  assert.throws(() => pointer(kernels, new Float32Array(4)), TypeError);
});

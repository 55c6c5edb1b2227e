import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { backwardField, createField, fieldTensors, forwardField, stepField } from "../../runtime/field/field.ts";
import { startThread } from "../../runtime/host/node/threads.ts";
import { kernelFile, loadKernels, pointer } from "../../runtime/kernels/load.ts";
import { rasterise } from "../../runtime/render/rasterise.ts";
import { noise, put } from "./support.ts";

function loadThreads(threads: number) {
  const wasm = readFileSync(new URL(`../../runtime/kernels/build/${kernelFile(threads)}`, import.meta.url));
  return loadKernels(wasm, { megabytes: 128, threads, startThread });
}

/** Everything a field holds after three steps. */
async function train(threads: number) {
  const kernels = await loadThreads(threads);
  const field = createField(kernels, { levels: 6, log2TableSize: 10, outputs: 3 }, 4);
  const positions = put(kernels, noise(3000 * 3, 1));
  const gradient = put(kernels, noise(3000 * 3, 2));
  for (let step = 0; step < 3; step++) {
    // Threads take a while to start: give them time to take part in the later steps.
    await new Promise((resolve) => setTimeout(resolve, threads > 1 ? 150 : 0));
    const mark = kernels.scratch.mark();
    backwardField(field, forwardField(field, positions), gradient);
    stepField(field);
    kernels.scratch.release(mark);
  }
  return Object.fromEntries(
    Object.entries(fieldTensors(field)).map(([name, array]) => [name, new Float32Array(array)]),
  );
}

test("a field trained on one, two and three threads has the same bytes", async () => {
  const alone = await train(1);
  assert.deepEqual(await train(2), alone);
  assert.deepEqual(await train(3), alone);
});

test("cards are cut out alike on one thread and on two", async () => {
  const alone = await drawCard(1);
  assert.deepEqual(await drawCard(2), alone);
  const shown = alone.filter((triangle) => triangle >= 0).length;
  assert.ok(shown > 0 && shown < SIZE ** 2, "the picture's alpha shows a part of it");
});

const SIZE = 64;

/** Triangles at the pixels of a card that fills the picture; its alpha is noise. */
async function drawCard(threads: number): Promise<Int32Array> {
  const kernels = await loadThreads(threads);
  await new Promise((resolve) => setTimeout(resolve, threads > 1 ? 150 : 0));
  const screen = put(kernels, [0, 0, 1, 1, 0, SIZE, 1, 1, SIZE, SIZE, 1, 1, SIZE, 0, 1, 1]);
  const indices = kernels.store.u32(6);
  indices.set([0, 1, 2, 0, 2, 3]);
  const alpha = kernels.store.u8(16);
  alpha.set(noise(16, 3).map((value) => (value > 0 ? 255 : 0)));
  const cutout = { from: 0, uvs: put(kernels, [0, 0, 0, 1, 1, 1, 1, 0]), alpha, width: 4, height: 4, cutoff: 128 };
  return rasterise(kernels, screen, indices, SIZE, { cutout }).triangles.slice();
}

test("a failure on any thread is reported, and the pool goes on", async () => {
  const kernels = await loadThreads(2);
  const beyond = 128 * 2 ** 20;
  assert.throws(() => kernels.run([["mlpReduce", beyond, 1, 1, beyond]]), /failed on one of the threads/);
  const gradient = put(kernels, [1]);
  const partial = put(kernels, [1, 2, 3, 4]);
  kernels.run([["mlpReduce", partial.byteOffset, 1, 1, gradient.byteOffset]]);
  assert.equal(gradient[0], 11);
});

test("arrays stay those of the kernels when another shared memory grows", async () => {
  const kernels = await loadThreads(2);
  const array = kernels.store.f32(16);
  const before = pointer(kernels, array);
  const another = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  another.grow(1);
  assert.equal(pointer(kernels, array), before);
  assert.equal(kernels.scratch.f32(16).buffer, array.buffer);
});

test("several threads need a way to start them", async () => {
  const wasm = readFileSync(new URL(`../../runtime/kernels/build/${kernelFile(2)}`, import.meta.url));
  await assert.rejects(loadKernels(wasm, { megabytes: 16, threads: 2 }), /startThread/);
});

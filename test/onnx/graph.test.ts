import assert from "node:assert/strict";
import { test } from "node:test";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { addInput, addOutput, constant, createGraph, scalar } from "../../runtime/onnx/graph.ts";
import * as op from "../../runtime/onnx/ops/index.ts";
import { serialize } from "../../runtime/onnx/serialize.ts";
import { tensor } from "../../runtime/onnx/session.ts";

const host = ortHost({ threads: 1 });

async function evaluate(shape: number[], data: number[], build: (g: ReturnType<typeof createGraph>) => void) {
  const g = createGraph("test");
  addInput(g, "x", shape);
  build(g);
  const session = await host.createSession(serialize(g), { folder: ".", label: "test" });
  const { y } = await session.run({ x: tensor(Float32Array.from(data), shape) });
  await session.release();
  return { shape: [...y.shape], data: [...y.data].map(Number) };
}

const count = (n: number) => Array.from({ length: n }, (_, i) => i);

test("pixel unshuffle orders channels as PyTorch does", async () => {
  // torch.nn.functional.pixel_unshuffle(torch.arange(8.).reshape(1,2,2,2), 2).flatten()
  const y = await evaluate([1, 2, 2, 2], count(8), (g) => addOutput(g, "y", op.pixelUnshuffle(g, g.inputs[0], 2)));
  assert.deepEqual(y, { shape: [1, 8, 1, 1], data: count(8) });
});

test("pixel shuffle undoes it", async () => {
  const y = await evaluate([1, 2, 4, 4], count(32), (g) =>
    addOutput(g, "y", op.pixelShuffle(g, op.pixelUnshuffle(g, g.inputs[0], 2), 2)),
  );
  assert.deepEqual(y, { shape: [1, 2, 4, 4], data: count(32) });
});

test("an axis is reversed", async () => {
  const y = await evaluate([2, 3], count(6), (g) => addOutput(g, "y", op.flip(g, g.inputs[0], 1)));
  assert.deepEqual(y.data, [2, 1, 0, 5, 4, 3]);
});

test("a depthwise convolution keeps channels apart", async () => {
  // torch.nn.functional.conv2d(torch.arange(8.).reshape(1,2,2,2), torch.tensor([1.,10.]).reshape(2,1,1,1), groups=2)
  const y = await evaluate([1, 2, 2, 2], count(8), (g) => {
    const weight = constant(g, Float32Array.of(1, 10), [2, 1, 1, 1]);
    addOutput(g, "y", op.conv(g, g.inputs[0], weight, null, { groups: 2 }));
  });
  assert.deepEqual(y, { shape: [1, 2, 2, 2], data: [0, 1, 2, 3, 40, 50, 60, 70] });
});

test("padding, the largest of windows and of axes, products", async () => {
  const values = [3, -1, 4, -1, -5, 9, 2, -6, 5];
  const padded = await evaluate([2, 2], [1, 2, 3, 4], (g) => addOutput(g, "y", op.pad(g, g.inputs[0], [1, 0], [0, 1])));
  assert.deepEqual(padded, { shape: [3, 3], data: [0, 0, 0, 1, 2, 0, 3, 4, 0] });
  const pooled = await evaluate([1, 1, 3, 3], values, (g) =>
    addOutput(g, "y", op.maxPool(g, g.inputs[0], 2, 2, { stride: 2, pad: [0, 0, 1, 1] })),
  );
  assert.deepEqual(pooled, { shape: [1, 1, 2, 2], data: [3, 9, 2, 5] });
  const along = async (reduce: typeof op.reduceMax) =>
    (await evaluate([3, 3], values, (g) => addOutput(g, "y", reduce(g, g.inputs[0], [0], false)))).data;
  assert.deepEqual(await along(op.reduceMax), [3, -1, 9]);
  assert.deepEqual(await along(op.reduceMin), [-1, -6, 4]);
  assert.deepEqual(await along(op.reduceProd), [-6, -30, 180]);
});

test("entries are picked along an axis and by several indices", async () => {
  const columns = await evaluate([2, 3], count(6), (g) =>
    addOutput(g, "y", op.gather(g, g.inputs[0], constant(g, BigInt64Array.of(2n, 0n), [2]), 1)),
  );
  assert.deepEqual(columns, { shape: [2, 2], data: [2, 0, 5, 3] });
  const entries = await evaluate([2, 3], count(6), (g) =>
    addOutput(g, "y", op.gatherNd(g, g.inputs[0], constant(g, BigInt64Array.of(1n, 2n, 0n, 1n), [2, 2]))),
  );
  assert.deepEqual(entries, { shape: [2], data: [5, 1] });
});

test("floor, the larger and smaller of two, a leak below zero", async () => {
  const of = async (build: (g: ReturnType<typeof createGraph>) => ReturnType<typeof scalar>) =>
    (await evaluate([3], [-1.5, 0.5, 2], (g) => addOutput(g, "y", build(g)))).data;
  assert.deepEqual(await of((g) => op.floor(g, g.inputs[0])), [-2, 0, 2]);
  assert.deepEqual(await of((g) => op.maximum(g, g.inputs[0], scalar(g, 1))), [1, 1, 2]);
  assert.deepEqual(await of((g) => op.minimum(g, g.inputs[0], scalar(g, 1))), [-1.5, 0.5, 1]);
  const slope = (g: ReturnType<typeof createGraph>) => constant(g, Float32Array.of(0.5, 1, 1), [3]);
  assert.deepEqual(await of((g) => op.prelu(g, g.inputs[0], slope(g))), [-0.75, 0.5, 2]);
});

test("an output may be an input, and have two names", async () => {
  const y = await evaluate([2], [3, 4], (g) => {
    addOutput(g, "y", g.inputs[0]);
    addOutput(g, "z", g.inputs[0]);
  });
  assert.deepEqual(y.data, [3, 4]);
});

test("the same graph gives the same bytes; unused nodes are left out", () => {
  const build = (extra: boolean) => {
    const g = createGraph("test");
    const x = addInput(g, "x", [2]);
    const y = op.add(g, x, scalar(g, 1));
    if (extra) op.mul(g, y, constant(g, new Float32Array(2), [2]));
    addOutput(g, "y", y);
    return serialize(g);
  };
  assert.deepEqual(build(false), build(false));
  assert.deepEqual(build(true), build(false));
});

test("wrong shapes are refused while building, with the shapes", () => {
  const g = createGraph("net");
  const x = addInput(g, "x", [1, 3, 4, 4]);
  const w = constant(g, new Float32Array(2 * 4 * 9), [2, 4, 3, 3]);
  assert.throws(() => op.conv(g, x, w, null), /net: convolution of \[1,3,4,4\] by a weight \[2,4,3,3\]/);
  assert.throws(() => op.conv(g, x, w, null, { groups: 2 }), /a weight \[2,4,3,3\] in 2 groups/);
  assert.throws(() => op.add(g, x, constant(g, new Float32Array(5), [5])), /\[1,3,4,4\] and \[5\] do not broadcast/);
  assert.throws(() => op.reshape(g, x, [7, -1]), /cannot reshape/);
  assert.throws(() => op.groupNorm(g, x, 2, x, x, 1e-5), /3 channels do not divide into 2 groups/);
});

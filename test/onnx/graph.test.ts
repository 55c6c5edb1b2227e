import assert from "node:assert/strict";
import { test } from "node:test";
import { ortHost } from "../../runtime/cli/host-ort.ts";
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
  assert.throws(() => op.add(g, x, constant(g, new Float32Array(5), [5])), /\[1,3,4,4\] and \[5\] do not broadcast/);
  assert.throws(() => op.reshape(g, x, [7, -1]), /cannot reshape/);
  assert.throws(() => op.groupNorm(g, x, 2, x, x, 1e-5), /3 channels do not divide into 2 groups/);
});

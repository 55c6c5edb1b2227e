import assert from "node:assert/strict";
import { test } from "node:test";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { differentiate, INPUT_GRADIENT } from "../../runtime/onnx/differentiate.ts";
import {
  addInput,
  addOutput,
  constant,
  createGraph,
  type Graph,
  scalar,
  type Value,
} from "../../runtime/onnx/graph.ts";
import * as op from "../../runtime/onnx/ops/index.ts";
import { serialize } from "../../runtime/onnx/serialize.ts";
import { tensor } from "../../runtime/onnx/session.ts";

const host = ortHost({ threads: 1 });
const OPTIONS = { folder: ".", label: "test" };

/** Numbers between −1 and 1 that look random and are the same every time. */
const noise = (n: number, seed = 1) => Float32Array.from({ length: n }, (_, i) => Math.sin(12.9898 * (i + 1) * seed));
const weight = (g: Graph, shape: number[], seed = 2) =>
  constant(
    g,
    noise(
      shape.reduce((a, b) => a * b, 1),
      seed,
    ),
    shape,
  );

interface Case {
  shape: number[];
  build(g: Graph, x: Value): Value;
}

const CASES: Record<string, Case> = {
  "add, sub, mul, div with broadcasting": {
    shape: [2, 3, 4],
    build(g, x) {
      const row = op.reduceMean(g, x, [2]);
      const y = op.div(g, op.mul(g, x, row), op.add(g, op.mul(g, x, x), scalar(g, 2)));
      return op.sub(g, op.add(g, y, weight(g, [4])), op.mul(g, row, weight(g, [3, 1], 3)));
    },
  },
  "sqrt, exp, neg, sigmoid, tanh": {
    shape: [5],
    build(g, x) {
      const y = op.sqrt(g, op.add(g, op.exp(g, op.neg(g, x)), op.sigmoid(g, x)));
      return op.mul(g, y, op.tanh(g, x));
    },
  },
  relu: { shape: [7], build: (g, x) => op.relu(g, x) },
  silu: { shape: [7], build: (g, x) => op.silu(g, x) },
  "quick gelu": { shape: [7], build: (g, x) => op.quickGelu(g, x) },
  gelu: { shape: [7], build: (g, x) => op.gelu(g, x) },
  "gelu, tanh form": { shape: [7], build: (g, x) => op.gelu(g, x, "tanh") },
  "convolution, stride 1": {
    shape: [1, 3, 5, 4],
    build: (g, x) => op.conv(g, x, weight(g, [4, 3, 3, 3]), weight(g, [4], 5)),
  },
  "convolution, 1 × 1": { shape: [1, 3, 5, 4], build: (g, x) => op.conv(g, x, weight(g, [4, 3, 1, 1]), null) },
  "convolution, uneven padding": {
    shape: [1, 2, 4, 4],
    build: (g, x) => op.conv(g, x, weight(g, [3, 2, 2, 2]), null, { pad: [1, 0, 0, 1] }),
  },
  "convolution, stride 2": {
    shape: [1, 2, 6, 6],
    build: (g, x) => op.conv(g, x, weight(g, [3, 2, 3, 3]), null, { stride: 2 }),
  },
  "convolution, stride 2, padded bottom right": {
    shape: [1, 2, 6, 6],
    build: (g, x) => op.conv(g, x, weight(g, [3, 2, 3, 3]), null, { stride: 2, pad: [0, 0, 1, 1] }),
  },
  "group norm": {
    shape: [1, 4, 3, 3],
    build: (g, x) => op.groupNorm(g, x, 2, weight(g, [4]), weight(g, [4], 3), 1e-5),
  },
  "layer norm": { shape: [3, 6], build: (g, x) => op.layerNorm(g, x, weight(g, [6]), weight(g, [6], 3), 1e-5) },
  "root mean square norm": {
    shape: [1, 4, 2, 3],
    build: (g, x) => op.rmsNormChannels(g, x, weight(g, [4]), weight(g, [4], 3), 1e-5),
  },
  "linear and matrix products": {
    shape: [2, 3, 4],
    build(g, x) {
      const y = op.linear(g, x, weight(g, [5, 4]), weight(g, [5], 3));
      return op.matMul(g, op.transpose(g, y, [0, 2, 1]), x);
    },
  },
  attention: {
    shape: [1, 4, 6],
    build: (g, x) => op.attention(g, x, op.mul(g, x, weight(g, [6])), x, 2, scalar(g, 0.6)),
  },
  "pixel shuffle and unshuffle, repeated channels": {
    shape: [1, 2, 4, 4],
    build(g, x) {
      const y = op.mul(g, op.pixelUnshuffle(g, x, 2), weight(g, [8, 2, 2]));
      return op.add(g, op.pixelShuffle(g, op.repeatChannels(g, y, 2), 2), op.repeatChannels(g, x, 2));
    },
  },
  "upsampling and pooling": {
    shape: [1, 2, 4, 4],
    build: (g, x) => op.averagePool(g, op.mul(g, op.upsampleNearest(g, x, 2), weight(g, [8, 8])), 1, 4),
  },
  "upsampling convolution": {
    shape: [1, 2, 3, 3],
    build: (g, x) => op.upsampleConv(g, x, weight(g, [3, 2, 3, 3]), weight(g, [3], 5)),
  },
  "concat and split": {
    shape: [2, 5],
    build(g, x) {
      const [a, b] = op.split(g, x, [2, 3], 1);
      return op.concat(g, [op.mul(g, b, b), a, op.mul(g, a, weight(g, [2]))], 1);
    },
  },
};

for (const [name, { shape, build }] of Object.entries(CASES)) {
  test(`gradient: ${name}`, async () => {
    const g = createGraph("test");
    const x = addInput(g, "x", shape);
    const y = build(g, x);
    addOutput(g, "y", y);
    const { forward, backward, saved } = differentiate(g, ["y"], "x");
    const run = await host.createSession(serialize(forward), OPTIONS);
    const back = await host.createSession(serialize(backward), OPTIONS);

    const at = noise(shape.reduce((a, b) => a * b, 1)).map((v) => v * 0.9 + 0.05);
    const results = await run.run({ x: tensor(at, shape) });
    const direction = noise(results.y.data.length, 7);
    const kept = Object.fromEntries(saved.map((key) => [key, results[key]]));
    const feeds = { ...kept, gradient_y: tensor(direction, y.shape) };
    const gradient = (await back.run(feeds))[INPUT_GRADIENT].data as Float32Array;

    // Central differences of Σ y·direction along every coordinate.
    const step = 2 ** -6;
    for (let i = 0; i < at.length; i++) {
      const value = async (offset: number) => {
        const moved = at.slice();
        moved[i] += offset;
        const out = (await run.run({ x: tensor(moved, shape) })).y.data as Float32Array;
        return out.reduce((sum, v, j) => sum + v * direction[j], 0);
      };
      // Fourth order, so that the step can be large enough for float32.
      const near = ((await value(step)) - (await value(-step))) / (2 * step);
      const far = ((await value(2 * step)) - (await value(-2 * step))) / (4 * step);
      const numeric = (4 * near - far) / 3;
      assert.ok(
        Math.abs(gradient[i] - numeric) <= 2e-3 * (1 + Math.abs(numeric)),
        `element ${i}: ${gradient[i]} instead of ${numeric}`,
      );
    }
    await run.release();
    await back.release();
  });
}

test("an operator without a gradient rule is named", () => {
  const g = createGraph("test");
  addOutput(g, "y", op.sin(g, addInput(g, "x", [2])));
  assert.throws(() => differentiate(g, ["y"], "x"), /no gradient rule for Sin/);
});

test("gradients of several outputs add up", async () => {
  const g = createGraph("test");
  const x = addInput(g, "x", [3]);
  addOutput(g, "a", op.mul(g, x, scalar(g, 2)));
  addOutput(g, "b", op.mul(g, x, x));
  const { forward, backward, saved } = differentiate(g, ["a", "b"], "x");
  const run = await host.createSession(serialize(forward), OPTIONS);
  const back = await host.createSession(serialize(backward), OPTIONS);
  const results = await run.run({ x: tensor(Float32Array.of(1, 2, 3), [3]) });
  const ones = tensor(Float32Array.of(1, 1, 1), [3]);
  const kept = Object.fromEntries(saved.map((key) => [key, results[key]]));
  const out = await back.run({ ...kept, gradient_a: ones, gradient_b: ones });
  assert.deepEqual([...out[INPUT_GRADIENT].data], [4, 6, 8]);
});

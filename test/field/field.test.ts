import assert from "node:assert/strict";
import { test } from "node:test";
import {
  backwardField,
  createField,
  evaluateField,
  fieldTensors,
  forwardField,
  stepField,
} from "../../runtime/field/field.ts";
import { close, dot, load, noise, put } from "../kernels/support.ts";

const CONFIG = { levels: 6, log2TableSize: 10, hidden: 16, outputs: 2 };

test("gradients agree with finite differences", async () => {
  const kernels = await load();
  const field = createField(kernels, CONFIG, 5);
  field.table.values.set(noise(field.table.values.length, 6));
  const positions = put(kernels, noise(90, 7));
  const outputGradient = put(kernels, noise(60, 8));
  backwardField(field, forwardField(field, positions), outputGradient);
  for (const tensor of [field.table, field.network]) {
    const direction = noise(tensor.values.length, 9);
    const start = tensor.values.slice();
    const at = (step: number) => {
      tensor.values.set(start.map((value, i) => value + step * direction[i]));
      return dot(forwardField(field, positions).outputs, outputGradient);
    };
    const slope = (at(1e-3) - at(-1e-3)) / 2e-3;
    tensor.values.set(start);
    assert.ok(Math.abs(slope - dot(tensor.gradient, direction)) < 0.01 * Math.abs(slope), `slope ${slope}`);
  }
});

test("a field learns a smooth function", async () => {
  const kernels = await load();
  const field = createField(kernels, { levels: 6, log2TableSize: 12, hidden: 16, outputs: 1 }, 1);
  const positions = put(kernels, noise(2000 * 3, 2));
  const target = new Float32Array(2000).map((_, i) => Math.sin(3 * positions[i * 3]) * positions[i * 3 + 1]);
  let error = 0;
  for (let step = 0; step < 100; step++) {
    const mark = kernels.scratch.mark();
    const pass = forwardField(field, positions);
    const gradient = kernels.scratch.f32(2000);
    error = 0;
    for (let i = 0; i < 2000; i++) {
      gradient[i] = pass.outputs[i] - target[i];
      error += gradient[i] ** 2 / 2000;
    }
    backwardField(field, pass, gradient);
    stepField(field, { tableRate: 0.01, networkRate: 0.003 });
    kernels.scratch.release(mark);
  }
  assert.ok(error < 1e-3, `mean squared error ${error}`);
});

test("a restored field goes on with the same bytes", async () => {
  const kernels = await load();
  const original = createField(kernels, CONFIG, 5);
  const positions = put(kernels, noise(90, 7));
  const outputGradient = put(kernels, noise(60, 8));
  const train = (field: typeof original) => {
    backwardField(field, forwardField(field, positions), outputGradient);
    stepField(field);
  };
  train(original);
  const copy = createField(kernels, CONFIG, 99);
  const saved = fieldTensors(original);
  for (const [name, array] of Object.entries(fieldTensors(copy))) array.set(saved[name]);
  train(original);
  train(copy);
  for (const [name, array] of Object.entries(fieldTensors(copy))) assert.deepEqual(array, saved[name], name);
});

test("evaluation in pieces agrees with one pass, equal seeds with each other", async () => {
  const kernels = await load();
  const [a, b] = [createField(kernels, CONFIG, 5), createField(kernels, CONFIG, 5)];
  assert.deepEqual(a.table.values, b.table.values);
  const positions = put(kernels, noise(300, 7));
  const outputs = new Float32Array(200);
  evaluateField(a, positions.slice(), outputs, 32);
  close(outputs, forwardField(b, positions).outputs, 1e-7);
});

test("a hidden width that is not a multiple of 4 is refused", async () => {
  const kernels = await load();
  assert.throws(() => createField(kernels, { hidden: 30 }, 1), /multiple of 4/);
});

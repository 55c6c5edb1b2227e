import assert from "node:assert/strict";
import { test } from "node:test";
import { adamw, createTensor } from "../../runtime/field/adamw.ts";
import { backwardField, createField, forwardField, layers } from "../../runtime/field/field.ts";
import { adamw as adamwReference } from "../../runtime/kernels/reference/adamw.ts";
import { hashGridBackward, hashGridForward } from "../../runtime/kernels/reference/hash-grid.ts";
import { type Layers, mlpBackward, mlpForward } from "../../runtime/kernels/reference/mlp.ts";
import { BUILDS, close, load, noise, put } from "./support.ts";

/** Values of all levels side by side, [count, inputs], from blocks of 16 points. */
function unblock(blocked: Float32Array, count: number, features: number): Float32Array {
  return new Float32Array(count * features).map((_, i) => {
    const [point, feature] = [Math.floor(i / features), i % features];
    return blocked[(Math.floor(point / 16) * features + feature) * 16 + (point % 16)];
  });
}

for (const build of BUILDS) {
  for (const outputs of [1, 4]) {
    test(`${build}: hash grid and MLP agree with their references, ${outputs} outputs`, async () => {
      const kernels = await load(build);
      const field = createField(kernels, { levels: 5, log2TableSize: 9, baseResolution: 6, hidden: 12, outputs }, 3);
      field.table.values.set(noise(field.table.values.length, 1));
      field.network.values.set(noise(field.network.values.length, 2));
      const count = 301;
      const positions = put(kernels, noise(count * 3, 4));
      positions.set([1, 1, 1, -1, -1, -1]);
      const inputs = 10;

      const pass = forwardField(field, positions);
      const x = new Float32Array(count * inputs);
      field.levels.forEach((level, index) => {
        const table = field.table.values.subarray(level.offset * 2, (level.offset + level.entries) * 2);
        const encoded = hashGridForward(level, positions, table);
        for (let i = 0; i < count; i++) x.set(encoded.subarray(i * 2, i * 2 + 2), i * inputs + index * 2);
      });
      assert.ok(field.levels.some((level) => level.mask) && field.levels.some((level) => !level.mask));
      close(unblock(pass.encoding, count, inputs), x, 1e-5, "encoding");
      const at = layers(field) as Layers;
      const { hidden, outputs: expected } = mlpForward(at, x, inputs);
      close(pass.outputs, expected, 1e-5, "outputs");

      const outputGradient = put(kernels, noise(count * outputs, 5));
      backwardField(field, pass, outputGradient);
      const gradient = Object.fromEntries(
        Object.entries(at).map(([name, values]) => [name, new Float32Array(values.length)]),
      ) as unknown as Layers;
      const xGradient = mlpBackward(at, x, inputs, hidden, outputGradient, gradient);
      const flat = [...gradient.weights1, ...gradient.bias1, ...gradient.weights2, ...gradient.bias2];
      close(field.network.gradient, flat, 1e-5, "network gradient");
      field.levels.forEach((level, index) => {
        const tableGradient = new Float32Array(level.entries * 2);
        const slice = new Float32Array(count * 2).map((_, i) => xGradient[(i >> 1) * inputs + index * 2 + (i & 1)]);
        hashGridBackward(level, positions, slice, tableGradient);
        const actual = field.table.gradient.subarray(level.offset * 2, (level.offset + level.entries) * 2);
        close(actual, tableGradient, 1e-5, `table gradient of level ${index}`);
      });
    });
  }

  test(`${build}: AdamW agrees with its reference and skips nothing that moves`, async () => {
    const kernels = await load(build);
    for (const weightDecay of [0, 0.1]) {
      const tensor = createTensor(kernels, 139);
      tensor.values.set(noise(139, 1));
      const copy = {
        values: tensor.values.slice(),
        gradient: new Float32Array(139),
        mean: new Float32Array(139),
        variance: new Float32Array(139),
      };
      const numbers = { rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-15, weightDecay };
      for (let step = 1; step <= 6; step++) {
        // Gradients come and go by runs of 32, so that momentum has to carry on without them.
        const gradient = noise(139, step).map((value, i) => ((i >> 5) % 3 === step % 3 ? value : 0));
        tensor.gradient.set(gradient);
        copy.gradient.set(gradient);
        adamw(kernels, tensor, step, numbers.rate, numbers);
        adamwReference(copy.values, copy.gradient, copy.mean, copy.variance, step, numbers);
      }
      close(tensor.values, copy.values, 1e-5, "values");
      close(tensor.mean, copy.mean, 1e-5, "mean");
      close(tensor.variance, copy.variance, 1e-5, "variance");
      assert.ok(tensor.gradient.every((value) => value === 0));
    }
  });

  test(`${build}: AdamW's moments decay to zero without passing through denormals`, async () => {
    const kernels = await load(build);
    // A run that is moved once, and a rest that is shorter than a run.
    const tensor = createTensor(kernels, 37);
    tensor.gradient.set(noise(37, 1));
    for (let step = 1; step <= 1000; step++) {
      adamw(kernels, tensor, step, 0.01);
      for (const value of tensor.mean) assert.ok(value === 0 || Math.abs(value) > 2 ** -126, `step ${step}: ${value}`);
    }
    assert.ok(tensor.mean.every((value) => value === 0) && tensor.variance.every((value) => value > 0));
  });
}

test("weight gradients have the same bytes however the points are cut", async () => {
  const kernels = await load();
  const { wasm } = kernels;
  const field = createField(kernels, { levels: 4, log2TableSize: 8 }, 1);
  const positions = put(kernels, noise(500 * 3, 2));
  const level = field.levels[3];
  const values = put(kernels, noise(512 * 8, 3));
  const whole = kernels.store.f32(level.entries * 2);
  const parts = kernels.store.f32(level.entries * 2);
  const scatter = (begin: number, end: number, to: Float32Array) =>
    wasm.hashGridBackward(
      begin,
      end,
      positions.byteOffset,
      to.byteOffset,
      level.scale,
      level.resolution,
      level.mask,
      values.byteOffset,
      8,
    );
  scatter(0, 500, whole);
  scatter(0, 123, parts);
  scatter(123, 500, parts);
  assert.deepEqual(parts, whole);
});

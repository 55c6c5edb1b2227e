import assert from "node:assert/strict";
import { adamw, createTensor } from "../../runtime/field/adamw.ts";
import {
  backwardField,
  createField,
  type Field,
  fieldTensors,
  forwardField,
  layers,
} from "../../runtime/field/field.ts";
import * as onGpu from "../../runtime/field/gpu-field.ts";
import { type GpuTrainer, trainOnGpu, trainOnWasm } from "../../runtime/field/trainer.ts";
import type { Gpu, GpuArray } from "../../runtime/kernels/gpu/gpu.ts";
import { adamw as adamwReference } from "../../runtime/kernels/reference/adamw.ts";
import { hashGridBackward, hashGridForward } from "../../runtime/kernels/reference/hash-grid.ts";
import { type Layers, mlpBackward, mlpForward } from "../../runtime/kernels/reference/mlp.ts";
import { close, load, noise, put } from "../kernels/support.ts";
import { gpuTest, HALF_TOLERANCE, TOLERANCE } from "./support.ts";

const COUNT = 301;

async function noisyField(outputs: number): Promise<Field> {
  const kernels = await load();
  const field = createField(kernels, { levels: 5, log2TableSize: 9, baseResolution: 6, hidden: 12, outputs }, 3);
  field.table.values.set(noise(field.table.values.length, 1));
  field.network.values.set(noise(field.network.values.length, 2));
  return field;
}

function points(): Float32Array<ArrayBuffer> {
  const positions = new Float32Array(noise(COUNT * 3, 4));
  positions.set([1, 1, 1, -1, -1, -1]);
  return positions;
}

/** What a forward pass has left. */
async function readStored(gpu: Gpu, array: GpuArray, length: number): Promise<ArrayLike<number>> {
  const words = await gpu.read(array, gpu.half ? Math.ceil(length / 2) : length);
  return gpu.half ? new Float16Array(words.buffer) : words;
}

for (const outputs of [1, 4]) {
  gpuTest(
    `hash grid and MLP agree with their references, ${outputs} outputs`,
    async (gpu) => {
      const field = await noisyField(outputs);
      const positions = points();
      const inputs = 10;
      const x = new Float32Array(COUNT * inputs);
      field.levels.forEach((level, index) => {
        const table = field.table.values.subarray(level.offset * 2, (level.offset + level.entries) * 2);
        const encoded = hashGridForward(level, positions, table);
        for (let i = 0; i < COUNT; i++) x.set(encoded.subarray(i * 2, i * 2 + 2), i * inputs + index * 2);
      });
      const at = layers(field) as Layers;
      const { hidden, outputs: expected } = mlpForward(at, x, inputs);

      const copy = onGpu.createGpuField(gpu, field);
      const pass = onGpu.forwardField(copy, gpu.upload(positions), COUNT);
      const tolerance = gpu.half ? HALF_TOLERANCE : TOLERANCE;
      const encoding = await readStored(gpu, pass.encoding, COUNT * inputs);
      close(
        x.map((_, i) => encoding[(i % inputs) * COUNT + Math.floor(i / inputs)]),
        x,
        tolerance,
        "encoding",
      );
      close(await gpu.read(pass.outputs, COUNT * outputs), expected, tolerance, "outputs");

      const outputGradient = new Float32Array(noise(COUNT * outputs, 5));
      const gradient = Object.fromEntries(
        Object.entries(at).map(([name, values]) => [name, new Float32Array(values.length)]),
      ) as unknown as Layers;
      const xGradient = mlpBackward(at, x, inputs, hidden, outputGradient, gradient);
      // Twice: gradients add up.
      const dOutputs = gpu.upload(outputGradient);
      for (let turn = 0; turn < 2; turn++) onGpu.backwardField(copy, pass, dOutputs);
      await onGpu.readField(copy, field);
      const flat = [...gradient.weights1, ...gradient.bias1, ...gradient.weights2, ...gradient.bias2];
      close(
        field.network.gradient,
        flat.map((value) => value * 2),
        tolerance,
        "network gradient",
      );
      field.levels.forEach((level, index) => {
        const tableGradient = new Float32Array(level.entries * 2);
        const slice = new Float32Array(COUNT * 2).map((_, i) => 2 * xGradient[(i >> 1) * inputs + index * 2 + (i & 1)]);
        hashGridBackward(level, positions, slice, tableGradient);
        const actual = field.table.gradient.subarray(level.offset * 2, (level.offset + level.entries) * 2);
        close(actual, tableGradient, tolerance, `table gradient of level ${index}`);
      });
    },
    true,
  );
}

gpuTest("AdamW agrees with its reference, and with that of the WASM", async (gpu) => {
  for (const weightDecay of [0, 0.1]) {
    const field = await noisyField(1);
    const { kernels, table } = field;
    const copy = onGpu.createGpuField(gpu, field);
    const length = table.values.length;
    const wasm = createTensor(kernels, length);
    wasm.values.set(table.values);
    const expected = {
      values: table.values.slice(),
      mean: new Float32Array(length),
      variance: new Float32Array(length),
    };
    const numbers = { rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-15, weightDecay };
    // Past the step that flushes moments; gradients come and go.
    for (let step = 1; step <= 18; step++) {
      const gradient = noise(length, step).map((value, i) => ((i >> 5) % 3 === step % 3 ? value : 0));
      gpu.write(copy.table.gradient, new Float32Array(gradient));
      wasm.gradient.set(gradient);
      onGpu.stepField(copy, { tableRate: numbers.rate, weightDecay });
      adamw(kernels, wasm, step, numbers.rate, { weightDecay });
      adamwReference(expected.values, gradient, expected.mean, expected.variance, step, numbers);
    }
    await onGpu.readField(copy, field);
    for (const part of ["values", "mean", "variance"] as const) {
      close(table[part], expected[part], TOLERANCE, part);
      close(table[part], wasm[part], TOLERANCE, part);
    }
    assert.ok(table.gradient.every((value) => value === 0));
    assert.equal(field.step[0], 18);
  }
});

gpuTest("twenty steps of a field have the same bits in every run", async (gpu) => {
  const run = async () => {
    const field = createField(await load(), { levels: 6, log2TableSize: 10, outputs: 3 }, 4);
    const copy = onGpu.createGpuField(gpu, field);
    const count = 500;
    const positions = gpu.upload(new Float32Array(noise(count * 3, 1)));
    for (let step = 0; step < 20; step++) {
      const mark = gpu.mark();
      const gradient = gpu.upload(new Float32Array(noise(count * 3, step)));
      onGpu.backwardField(copy, onGpu.forwardField(copy, positions, count), gradient);
      onGpu.stepField(copy);
      gpu.release(mark);
    }
    await onGpu.readField(copy, field);
    return Object.values(fieldTensors(field)).map((values) => new Uint32Array(new Float32Array(values).buffer));
  };
  assert.deepEqual(await run(), await run());
});

gpuTest("a field learns as on the WASM, and goes on from a checkpoint as if not stopped", async (gpu) => {
  const kernels = await load();
  const make = () =>
    createField(kernels, { levels: 5, log2TableSize: 9, baseResolution: 6, hidden: 12, outputs: 3 }, 3);
  const positions = put(kernels, noise(COUNT * 3, 1));
  const wanted = positions.map((x) => Math.sin(2 * x));
  const rates = { tableRate: 0.05, networkRate: 0.02 };
  const wrong = (outputs: Float32Array) => new Float32Array(outputs.map((value, i) => value - wanted[i]));
  const losses: number[] = [];
  const tell = (differences: Float32Array) => losses.push(differences.reduce((sum, value) => sum + value ** 2, 0));
  const onWasm = make();
  for (let step = 0; step < 20; step++) {
    const mark = kernels.scratch.mark();
    const pass = forwardField(onWasm, positions);
    const gradient = put(kernels, wrong(pass.outputs));
    tell(gradient);
    backwardField(onWasm, pass, gradient);
    trainOnWasm(onWasm).step(rates);
    kernels.scratch.release(mark);
  }
  const places = gpu.upload(new Float32Array(positions));
  const steps = async (trainer: GpuTrainer, number: number) => {
    for (let step = 0; step < number; step++) {
      const mark = gpu.mark();
      const pass = onGpu.forwardField(trainer.copy(), places, COUNT);
      const gradient = wrong(await gpu.read(pass.outputs, wanted.length));
      tell(gradient);
      onGpu.backwardField(trainer.copy(), pass, gpu.upload(gradient));
      trainer.step(rates);
      gpu.release(mark);
    }
  };
  const whole = trainOnGpu(make(), gpu);
  await steps(whole, 20);
  close(losses.slice(20), losses.slice(0, 20), 1e-3, "losses");
  assert.ok(losses[39] < losses[20] * 0.5, `${losses[39]} of ${losses[20]}`);

  const stopped = trainOnGpu(make(), gpu);
  await steps(stopped, 8);
  // As it is at the call.
  const home = stopped.home();
  await steps(stopped, 3);
  await home;
  assert.equal(stopped.field.step[0], 8);
  const resumed = trainOnGpu(stopped.field, gpu);
  await steps(resumed, 12);
  await Promise.all([whole.home(), resumed.home()]);
  assert.deepEqual(fieldTensors(resumed.field), fieldTensors(whole.field));
});

gpuTest("a kernel that the device refuses is an error at the next read", async (gpu) => {
  const array = gpu.zeros(1);
  gpu.run("adamw/update", 1, { u: [1, 0] }, [array]);
  await assert.rejects(gpu.read(array, 1), /refused a kernel/);
  const unknown = async () => {
    gpu.run("nothing/at-all", 1, {}, []);
    await gpu.read(array, 1);
  };
  await assert.rejects(unknown, /no shader nothing/);
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { addInput, addOutput, createGraph } from "../../runtime/onnx/graph.ts";
import { halfBits } from "../../runtime/onnx/half.ts";
import { memoryNeed } from "../../runtime/onnx/memory.ts";
import * as op from "../../runtime/onnx/ops/index.ts";
import type { SessionHost } from "../../runtime/onnx/session.ts";
import { tensor } from "../../runtime/onnx/session.ts";
import { loadPack } from "../../runtime/pack/load.ts";
import { openSessions } from "../../runtime/pack/sessions.ts";
import { expected, GOLDEN, relativeError } from "../pack/golden.ts";

const half = ortHost({ threads: 1, half: true });

test("float16 bits are IEEE 754's, rounded to even, clamped to what is finite", () => {
  const known: [number, number][] = [
    [0, 0],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [1e9, 0x7bff],
    [-1e9, 0xfbff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -26, 0],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2047.5, 0x6800],
    [0.1, 0x2e66],
  ];
  for (const [value, bits] of known) assert.equal(halfBits(value).toString(16), bits.toString(16), `of ${value}`);
});

for (const family of ["starter", "sd15", "sd21"]) {
  test(`${family}: networks in float16 stay near float32`, async () => {
    const pack = await loadPack(half, await packFolder(join(GOLDEN, family)));
    const want = await expected(family);
    const texts = await pack.encodeText(["an old dwarf with a red beard, front view", ""]);
    const near = (actual: Float32Array, wanted: Float32Array, what: string) => {
      const error = relativeError(actual, wanted);
      assert.ok(error > 1e-6, `${what} was not computed in float16`);
      assert.ok(error < 2e-2, `${what}: relative error ${error.toExponential(1)}`);
    };
    const request = { latent: want.latent, timestep: 437, texts, condition: want.condition };
    near(await pack.predict(request), want.output, "output");
    const { latent, saved } = await pack.encodeImage(want.image);
    near(latent, want.z, "latent");
    near(await pack.encodeImageVjp(saved, want.dz), want.vjp, "VJP");
    near(await pack.decodeImage(want.z), want.decoded, "image");
    await pack.release();
  });
}

/** y = x² of every number of a matrix, transposed; beyond float16's 65504 it is infinite there. */
function square() {
  const g = createGraph("square");
  const x = addInput(g, "x", [2, 2]);
  addOutput(g, "y", op.transpose(g, op.mul(g, x, x), [1, 0]));
  return g;
}

test("what float16 cannot hold is computed again in float32, and from then on", async () => {
  const created: string[] = [];
  const watched: SessionHost = {
    half: true,
    async createSession(model, options) {
      created.push(options.label);
      return half.createSession(model, options);
    },
  };
  const sessions = openSessions(watched, ".");
  const session = await sessions.get("x", "", square);
  const squared = async (x: number) =>
    (await session.run({ x: tensor(Float32Array.of(x, 0, 1, 2), [2, 2]) })).y.data[0];
  assert.ok(Math.abs(Number(await squared(0.3)) - 0.09) < 1e-3);
  assert.equal(created.length, 1);
  assert.equal(await squared(1e5), 1e10);
  assert.equal(created.length, 2);
  assert.ok(Math.abs(Number(await squared(0.3)) - 0.09) < 1e-8, "float32's precision");
  assert.equal(created.length, 2);
  await assert.rejects(squared(1e30), /no numbers, not even in float32/);
  await sessions.release();
});

test("a slot holds one session: another key frees the one before", async () => {
  const log: string[] = [];
  const counting: SessionHost = {
    async createSession(_, { label }) {
      log.push(`make ${label}`);
      return { run: async () => ({}), release: async () => void log.push(`free ${label}`) };
    },
  };
  const sessions = openSessions(counting, ".");
  const build = (label: string) => () => createGraph(label);
  await sessions.get("predict", "2", build("two"));
  await sessions.get("predict", "2", build("again"));
  await sessions.get("predict", "3", build("three"));
  await sessions.get("decode", "8", build("image"));
  await sessions.release("predict");
  assert.deepEqual(log, ["make two", "free two", "make three", "make image", "free three"]);
});

test("memory is counted: folded weights once, activations while they live", () => {
  const g = createGraph("count");
  const x = addInput(g, "x", [1, 100]);
  const weight = op.cast(g, addWeight(g, [50, 100]), "float32");
  const y = op.linear(g, x, weight);
  addOutput(g, "y", op.silu(g, op.reshape(g, y, [50])));
  const need = memoryNeed(g);
  assert.equal(need.weights, 4 * 50 * 100 + 8, "and the 64-bit shape that reshape takes");
  // At the last multiplication: y, its sigmoid, and the result.
  assert.equal(need.activations, Math.max(4 * (100 + 50), 4 * 3 * 50));
});

/** A float16 weight in a file that nobody reads here. */
function addWeight(g: ReturnType<typeof createGraph>, shape: number[]) {
  const value = { name: "weight", dtype: "float16" as const, shape };
  g.initializers.set(value.name, { value, data: { file: "none.safetensors", offset: 0, length: 2 * 5000 } });
  return value;
}

test("a machine without room for a network says how much it needs", async () => {
  const memory = { weights: 5e15, activations: 2e15 };
  const creating = ortHost().createSession(new Uint8Array(0), { folder: ".", label: "UNet", memory });
  await assert.rejects(creating, /UNet needs about 7000000.0 GB .*5000000.0 GB of weights.*are free/);
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { packFolder } from "../../runtime/host/node/pack-files.ts";
import { addInput, addOutput, createGraph } from "../../runtime/onnx/graph.ts";
import { serialize } from "../../runtime/onnx/serialize.ts";
import { tensor } from "../../runtime/onnx/session.ts";
import { spatialAttention } from "../../runtime/pack/blocks/resnet.ts";
import { controlNet } from "../../runtime/pack/models/controlnet.ts";
import { commonFolder, openPack } from "../../runtime/pack/open.ts";
import { paramsOf } from "../../runtime/pack/params.ts";
import type { TensorEntry } from "../../runtime/pack/safetensors.ts";
import { expected, GOLDEN, host, relativeError } from "./golden.ts";

for (const family of ["starter", "sd15", "sd21"]) {
  test(`${family}: ControlNet residuals agree with diffusers`, async () => {
    const { control, folder, unet, tokenizer, autoencoder } = await openPack(await packFolder(join(GOLDEN, family)));
    assert.ok(control);
    const want = await expected(family);
    const g = createGraph("residuals");
    const { sampleSize: size, crossAttentionWidth } = unet.config;
    const pixels = size * autoencoder.config.factor;
    const { down, mid } = controlNet(g, paramsOf(g, control.checkpoint, control.pathOf), control.config, {
      latent: addInput(g, "latent", [1, 4, size, size]),
      timestep: addInput(g, "timestep", [1]),
      text: addInput(g, "text", [2, tokenizer.length, crossAttentionWidth]),
      classLabels: null,
      condition: addInput(g, "condition", [1, 3, pixels, pixels]),
    });
    addOutput(g, "first", down[0]);
    addOutput(g, "mid", mid);
    const session = await host.createSession(serialize(g), { folder, label: "residuals" });
    const { first, mid: middle } = await session.run({
      latent: tensor(want.latent, [1, 4, size, size]),
      timestep: tensor(Float32Array.of(437), [1]),
      text: tensor(want.hidden, [2, tokenizer.length, crossAttentionWidth]),
      condition: tensor(want.condition, [1, 3, pixels, pixels]),
    });
    await session.release();
    assert.ok(relativeError(first.data as Float32Array, want.residual_0) < 1e-4);
    // Without attention to the text the network runs once for the batch: its result is the first text's, and all others'.
    const once = want.residual_mid.slice(0, middle.data.length);
    assert.ok(relativeError(middle.data as Float32Array, once) < 1e-4);
    assert.equal(middle.shape[0], family === "starter" ? 1 : 2);
  });
}

test("the first names of the autoencoder's attention are understood", () => {
  const tensors = new Map<string, TensorEntry>();
  const put = (name: string, shape: number[]) => {
    const length = 4 * shape.reduce((a, b) => a * b, 1);
    tensors.set(name, { name, file: "vae.safetensors", dtype: "F32", shape, offset: 0, length });
  };
  for (const name of ["query", "key", "value", "proj_attn"]) {
    put(`${name}.weight`, [4, 4]);
    put(`${name}.bias`, [4]);
  }
  for (const name of ["weight", "bias"]) put(`group_norm.${name}`, [4]);
  const g = createGraph("attention");
  const p = paramsOf(g, { label: "vae", tensors });
  assert.deepEqual(spatialAttention(g, p, addInput(g, "x", [1, 4, 2, 2]), 2, 1e-6).shape, [1, 4, 2, 2]);
});

test("the folder that two parts share", () => {
  assert.equal(commonFolder("/models/base", "/models/control/face"), "/models");
  assert.equal(commonFolder("/a/base", "/b"), "/");
  assert.equal(commonFolder("C:\\models\\base", "C:\\models\\control"), "C:/models");
});

/** Operators that ONNX Runtime's WebGPU gets wrong by itself, as networks have them, on a GPU that the CPU plays. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ortHost } from "../../runtime/host/node/ort/ort-host.ts";
import { addInput, addOutput, constant, createGraph, type Graph, sizeOf } from "../../runtime/onnx/graph.ts";
import * as op from "../../runtime/onnx/ops/index.ts";
import { serialize } from "../../runtime/onnx/serialize.ts";
import { tensor } from "../../runtime/onnx/session.ts";
import { close, noise } from "../kernels/support.ts";
import { openNetworks, treeAsSite } from "../tools/gpu/networks.ts";
import { findSoftwareGpu } from "../tools/software-gpu.ts";

const TOLERANCE = 1e-5;

/** Convolutions whose channels are taken by three, and one whose kernel is as large as its image. */
function convolutions(): Graph {
  const g = createGraph("convolutions");
  for (const channels of [3, 6, 9]) {
    const x = addInput(g, `x${channels}`, [2, channels, 8, 8]);
    const weight = constant(g, noise(8 * channels * 9, 2), [8, channels, 3, 3]);
    addOutput(g, `y${channels}`, op.conv(g, x, weight, constant(g, noise(8, 3), [8]), { stride: 2 }));
  }
  const small = addInput(g, "small", [1, 16, 2, 2]);
  addOutput(g, "y", op.conv(g, small, constant(g, noise(16 * 16 * 4, 4), [16, 16, 2, 2]), null, { pad: [0, 0, 1, 1] }));
  return g;
}

/** Attention of so many tokens that it is done by blocks of keys. */
function attention(): Graph {
  const g = createGraph("attention");
  const query = addInput(g, "q", [1, 65, 72]);
  const [key, value] = ["k", "v"].map((name) => addInput(g, name, [1, 77, 72]));
  addOutput(g, "y", op.fusedAttention(g, query, key, value, 2));
  return g;
}

const missing = findSoftwareGpu();
const refused: string[] = [];
const onGpu = missing ? undefined : await openNetworks(await treeAsSite(), (label) => refused.push(label));

test("convolutions and attention on WebGPU are those of the CPU", { skip: missing }, async () => {
  for (const graph of [convolutions(), attention()]) {
    const feeds = Object.fromEntries(
      graph.inputs.map(({ name, shape }, i) => [name, tensor(noise(sizeOf(shape), i + 1), shape)]),
    );
    const answers = [ortHost({ threads: 1 }), onGpu!].map(async (host) => {
      const session = await host.createSession(serialize(graph), { folder: ".", label: graph.name });
      return session.run(feeds);
    });
    const [wanted, found] = await Promise.all(answers);
    for (const { name } of graph.outputs)
      close(found[name].data as Float32Array, wanted[name].data as Float32Array, TOLERANCE, `${graph.name} ${name}`);
  }
  assert.deepEqual(refused, []);
});

test("what nobody reads stays on the GPU, goes into another session, and can be freed", { skip: missing }, async () => {
  const shape = [1, 8, 4, 4];
  const layer = (name: string, from: string, to: string) => {
    const g = createGraph(name);
    const x = addInput(g, from, shape);
    addOutput(g, to, op.conv(g, x, constant(g, noise(64, 2), [8, 8, 1, 1]), constant(g, noise(8, 3), [8])));
    return serialize(g);
  };
  const answers = [ortHost({ threads: 1 }), onGpu!].map(async (host) => {
    const options = { folder: ".", label: "first", unread: ["y"] };
    const first = await host.createSession(layer("first", "x", "y"), options);
    const second = await host.createSession(layer("second", "y", "z"), { ...options, label: "second", unread: [] });
    const { y } = await first.run({ x: tensor(noise(128, 1), shape) });
    const { z } = await second.run({ y });
    return { y, z: z.data as Float32Array, again: () => second.run({ y }) };
  });
  const [wanted, found] = await Promise.all(answers);
  assert.ok(!wanted.y.held && found.y.held && found.y.data.length === 0);
  close(found.z, wanted.z, TOLERANCE, "z");
  found.y.held.dispose();
  await assert.rejects(found.again());
});

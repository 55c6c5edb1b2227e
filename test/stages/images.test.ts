import assert from "node:assert/strict";
import { test } from "node:test";
import { randomStream } from "../../runtime/kernels/random.ts";
import { fromLatentGradient, fromNetworkGradient, toLatent, toNetwork } from "../../runtime/stages/guidance/images.ts";

const normals = (seed: number, length: number) => randomStream(seed).normals(new Float32Array(length));
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

for (const [name, channels, forward, backward] of [
  ["an image for the autoencoder", 3, toNetwork, fromNetworkGradient],
  ["normals and coverage as a latent", 4, toLatent, fromLatentGradient],
] as const) {
  test(`${name}: the gradient is the map's adjoint`, () => {
    const size = channels * 5 * 5;
    const [change, gradient] = [normals(1, size), normals(2, size)];
    const zero = forward(new Float32Array(size));
    const moved = forward(change).map((value, i) => value - zero[i]);
    const back = backward(gradient, new Float32Array(size));
    assert.ok(Math.abs(dot(moved, gradient) - dot(change, back)) < 1e-4);
  });
}

test("normals become −1 to 1, coverage stays", () => {
  assert.deepEqual([...toLatent(Float32Array.of(0, 0.5, 1, 1, 0.5, 0.5, 0.5, 0))], [-1, 0, 0, 0, 1, 0, 1, 0]);
});

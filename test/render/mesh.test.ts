import assert from "node:assert/strict";
import { test } from "node:test";
import { downsample } from "../../runtime/render/downsample.ts";
import { interpolate, interpolateBackward } from "../../runtime/render/interpolate.ts";
import { laplacian, normalConsistency } from "../../runtime/render/mesh-losses.ts";
import { vertexNormals } from "../../runtime/render/vertex-normals.ts";
import { close, dot, load, noise, put } from "../kernels/support.ts";
import { createScene } from "./scene.ts";

test("normals point away from the inside", async () => {
  const kernels = await load();
  const { positions, normals } = createScene(kernels);
  for (let i = 0; i < positions.length; i += 3) {
    const normal = normals.normals.subarray(i, i + 3);
    assert.ok(dot(normal, positions.subarray(i, i + 3)) > 0);
    close([dot(normal, normal)], [1], 1e-5);
  }
});

test("a step against the gradient of a smoothness loss lowers it", async () => {
  const kernels = await load();
  const { positions, indices, normals } = createScene(kernels);
  const gradient = kernels.store.f32(positions.length);
  const rough = laplacian(kernels, positions, indices, 1, gradient);
  const step = 0.1 / Math.sqrt(dot(gradient, gradient));
  const moved = put(
    kernels,
    positions.map((value, i) => value - step * gradient[i]),
  );
  assert.ok(laplacian(kernels, moved, indices, 0, gradient) < rough);
  const smoother = vertexNormals(kernels, moved, indices);
  const consistency = (n: Float32Array) => normalConsistency(kernels, n, indices, 0, gradient);
  assert.ok(consistency(smoother.normals) < consistency(normals.normals));
});

test("interpolation is linear and its backward pass is its transpose", async () => {
  const kernels = await load();
  const { positions, indices, raster, size } = createScene(kernels);
  const attributes = put(kernels, noise((positions.length / 3) * 2, 1));
  const imageGradient = put(kernels, noise(size * size * 2, 2));
  const attributeGradient = kernels.store.f32(attributes.length);
  interpolateBackward(kernels, raster, indices, attributes, 2, imageGradient, attributeGradient);
  const image = interpolate(kernels, raster, indices, attributes, 2);
  close([dot(attributes, attributeGradient)], [dot(image, imageGradient)], 1e-4);
});

test("a halved image keeps its mean", async () => {
  const kernels = await load();
  const image = put(
    kernels,
    noise(32 * 32 * 3, 1).map((value) => value + 2),
  );
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  close([mean(downsample(kernels, image, 32, 3))], [mean(image)], 1e-5);
});

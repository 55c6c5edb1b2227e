import assert from "node:assert/strict";
import { test } from "node:test";
import { areaNormals } from "../../runtime/mesh/area-normals.ts";
import { downsample } from "../../runtime/render/downsample.ts";
import { interpolate, interpolateBackward } from "../../runtime/render/interpolate.ts";
import { laplacian, normalConsistency } from "../../runtime/render/mesh-losses.ts";
import { shadeNormalsBackward } from "../../runtime/render/shade-normals.ts";
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
  const smoother = areaNormals(kernels, moved, indices);
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

test("coverage beside a normal map changes nothing in the normals' gradient", async () => {
  const kernels = await load();
  const { positions, indices, frame, raster, size, normals } = createScene(kernels);
  const [three, four] = [kernels.store.f32(positions.length), kernels.store.f32(positions.length)];
  const gradient = put(kernels, noise(size * size * 3, 1));
  const wider = put(
    kernels,
    new Float32Array(size * size * 4).map((_, i) => (i % 4 === 3 ? 9 : gradient[(i >> 2) * 3 + (i % 4)])),
  );
  shadeNormalsBackward(kernels, frame, raster, indices, normals.normals, 3, gradient, three);
  shadeNormalsBackward(kernels, frame, raster, indices, normals.normals, 4, wider, four);
  assert.deepEqual(four, three);
});

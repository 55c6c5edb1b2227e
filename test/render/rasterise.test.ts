import assert from "node:assert/strict";
import { test } from "node:test";
import { projectPoint } from "../../runtime/render/camera.ts";
import { interpolate } from "../../runtime/render/interpolate.ts";
import { rasterise } from "../../runtime/render/rasterise.ts";
import { load, noise, put, putIndices } from "../kernels/support.ts";
import { createScene } from "./scene.ts";

test("every covered pixel shows the surface point that projects to its centre", async () => {
  const kernels = await load();
  const { positions, indices, frame, raster, size } = createScene(kernels);
  const points = interpolate(kernels, raster, indices, positions, 3);
  let covered = 0;
  raster.triangles.forEach((t, i) => {
    if (t < 0) return;
    covered++;
    const [u, v, depth] = projectPoint(frame, size, points.subarray(i * 3, i * 3 + 3));
    assert.ok(Math.abs(u - (i % size) - 0.5) < 1e-3 && Math.abs(v - Math.floor(i / size) - 0.5) < 1e-3);
    assert.ok(Math.abs(depth * raster.inverseDepth[i] - 1) < 1e-4);
  });
  assert.ok(covered > 300);
});

test("a closed mesh looks the same without its back faces", async () => {
  const kernels = await load();
  const { indices, screen, raster, size } = createScene(kernels);
  assert.deepEqual(rasterise(kernels, screen, indices, size, { cullBackfaces: true }), raster);
});

test("triangles that tile a square leave no gap, even through pixel centres", async () => {
  const kernels = await load();
  const size = 16;
  const side = 9;
  const jitter = noise(side * side * 2, 3);
  for (const amount of [0, 0.9]) {
    const screen = kernels.scratch.f32(side * side * 4);
    for (let i = 0; i < side * side; i++) {
      const [x, y] = [i % side, Math.floor(i / side)];
      const inner = x > 0 && y > 0 && x < side - 1 && y < side - 1 ? amount : 0;
      screen.set([x * 2 - 0.5 + inner * jitter[i * 2], y * 2 - 0.5 + inner * jitter[i * 2 + 1], 1, 1], i * 4);
    }
    const quads = Array.from(
      { length: (side - 1) ** 2 },
      (_, i) => (i % (side - 1)) + side * Math.floor(i / (side - 1)),
    );
    const indices = putIndices(
      kernels,
      quads.flatMap((a) => [a, a + 1, a + side, a + 1, a + side + 1, a + side]),
    );
    const { triangles } = rasterise(kernels, screen, indices, size);
    for (let y = 0; y < 15; y++)
      for (let x = 0; x < 15; x++) assert.ok(triangles[y * size + x] >= 0, `pixel ${x}, ${y}`);
  }
});

test("the nearer of two triangles wins; one behind the eye is left out", async () => {
  const kernels = await load();
  const corners = (depth: number) =>
    [
      [0, 0],
      [8, 0],
      [0, 8],
    ].flatMap(([u, v]) => [u, v, depth, 1 / depth]);
  const screen = put(kernels, [...corners(2), ...corners(1.5), ...corners(-1)]);
  const { triangles } = rasterise(kernels, screen, putIndices(kernels, [0, 1, 2, 3, 4, 5, 6, 7, 8]), 8);
  assert.deepEqual([...new Set(triangles)].sort(), [-1, 1]);
});

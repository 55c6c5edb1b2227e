import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createField, layers } from "../../runtime/field/field.ts";
import { keepLargestComponent, march } from "../../runtime/field/march.ts";
import { createTetGrid, gridPosition, rebuildBand, setSdf } from "../../runtime/field/tetgrid.ts";
import { kernelFile, loadKernels } from "../../runtime/kernels/load.ts";
import { randomStream } from "../../runtime/kernels/random.ts";
import { fieldColors, renderColor, renderColorBackward } from "../../runtime/stages/color/render-color.ts";
import { centralDifference } from "./helpers/central-difference.ts";

const wasm = new URL(`../../runtime/kernels/build/${kernelFile()}`, import.meta.url);
const kernels = await loadKernels(await readFile(wasm), { megabytes: 256 });
const field = createField(kernels, { levels: 4, log2TableSize: 10, baseResolution: 4, hidden: 8, outputs: 3 }, 1);
field.table.values.set(randomStream(4).normals(new Float32Array(field.table.values.length)));
const mesh = ball(0.6);
const camera = { azimuth: 20, elevation: 10, fov: 40 };
const SIZE = 16;

function ball(radius: number) {
  const grid = createTetGrid(kernels, 16);
  setSdf(
    grid,
    Float32Array.from({ length: grid.sdf.length }, (_, i) => Math.hypot(...gridPosition(grid, i)) - radius),
  );
  rebuildBand(grid, 2);
  const surface = keepLargestComponent(kernels, march(grid));
  const [positions, indices] = [kernels.store.f32(surface.positions.length), kernels.store.u32(surface.indices.length)];
  positions.set(surface.positions);
  indices.set(surface.indices);
  return { positions, indices };
}

test("the gradient of an image loss agrees with finite differences", async () => {
  const weights = randomStream(9).normals(new Float32Array(SIZE * SIZE * 3));
  const loss = () => {
    const mark = kernels.scratch.mark();
    const { image } = renderColor(
      { field, mesh, settings: { supersample: 2, background: [0.5, 0.5, 0.5] } },
      camera,
      SIZE,
    );
    const sum = image.reduce((total, value, i) => total + value * weights[i], 0);
    kernels.scratch.release(mark);
    return sum;
  };
  const mark = kernels.scratch.mark();
  const render = renderColor({ field, mesh, settings: { supersample: 2, background: [0.5, 0.5, 0.5] } }, camera, SIZE);
  const dImage = kernels.scratch.f32(weights.length);
  dImage.set(weights);
  renderColorBackward(field, render, dImage);
  kernels.scratch.release(mark);
  const { bias2, weights2 } = layers(field);
  const values = field.network.values;
  for (const view of [bias2.subarray(0, 1), bias2.subarray(2, 3), weights2.subarray(5, 6), weights2.subarray(17, 18)]) {
    const { index, numeric } = await centralDifference(values, view, 1e-2, loss);
    const analytic = field.network.gradient[index];
    assert.ok(Math.abs(numeric - analytic) < 2e-2 * Math.max(1, Math.abs(analytic)), `${numeric} ≠ ${analytic}`);
  }
});

test("pixels beside the head show the background, pixels on it the field", async () => {
  const mark = kernels.scratch.mark();
  const { image, pixels } = renderColor(
    { field, mesh, settings: { supersample: 1, background: [0.1, 0.2, 0.3] } },
    camera,
    SIZE,
  );
  assert.deepEqual(
    [...image.subarray(0, 3)].map((v) => Math.round(v * 10)),
    [1, 2, 3],
  );
  assert.ok(pixels.length > 30 && pixels.length < SIZE * SIZE);
  kernels.scratch.release(mark);
  const colors = fieldColors(kernels, field, mesh.positions);
  assert.ok(colors.every((value) => value >= 0 && value <= 1));
});

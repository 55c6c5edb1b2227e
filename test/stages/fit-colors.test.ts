import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createField } from "../../runtime/field/field.ts";
import { kernelFile, loadKernels } from "../../runtime/kernels/load.ts";
import { fitColors } from "../../runtime/stages/color/fit-colors.ts";
import { fieldColors } from "../../runtime/stages/color/render-color.ts";
import type { FitSettings } from "../../runtime/stages/stage-settings.ts";

const wasm = new URL(`../../runtime/kernels/build/${kernelFile()}`, import.meta.url);
const kernels = await loadKernels(await readFile(wasm), { megabytes: 64 });

/** A square of two triangles over the front of the face's plane. */
const mesh = { positions: kernels.store.f32(12), indices: kernels.store.u32(6) };
mesh.positions.set([-0.5, -0.5, 0.4, 0.5, -0.5, 0.4, 0.5, 0.5, 0.4, -0.5, 0.5, 0.4]);
mesh.indices.set([0, 1, 2, 0, 2, 3]);

const settings: FitSettings = {
  steps: 60,
  points: 512,
  samples: 2048,
  focus: 0,
  learningRates: { tables: 0.02, network: 0.01, final: 0.1 },
};

/** Left half red, right half blue-green, a hard edge between them. */
const halves = (points: Float32Array, colors: Float32Array) => {
  for (let i = 0; i < points.length; i += 3) colors.set(points[i] < 0 ? [0.8, 0.2, 0.1] : [0.1, 0.5, 0.6], i);
};

function fit(seed: number) {
  const field = createField(kernels, { levels: 6, log2TableSize: 12, baseResolution: 8, outputs: 3 }, 1);
  fitColors(field, mesh, halves, { box: { x: 1, y: [-1, 1], z: 0 }, settings, seed, name: "test" });
  return field;
}

test("the field takes on the albedo, on both sides of an edge", () => {
  const points = new Float32Array([-0.3, 0.2, 0.4, -0.05, -0.3, 0.4, 0.05, 0.1, 0.4, 0.4, -0.4, 0.4]);
  const colors = fieldColors(kernels, fit(3), points);
  const wanted = new Float32Array(12);
  halves(points, wanted);
  for (const [i, value] of colors.entries()) {
    assert.ok(Math.abs(value - wanted[i]) < 0.06, `${i}: ${value} and not ${wanted[i]}`);
  }
});

test("the same seed gives the same bytes, another seed others", () => {
  assert.deepEqual(fit(3).table.values, fit(3).table.values);
  assert.notDeepEqual(fit(3).table.values, fit(4).table.values);
});

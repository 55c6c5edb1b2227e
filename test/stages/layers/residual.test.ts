import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { layers as networkOf } from "../../../runtime/field/field.ts";
import { kernelFile, loadKernels } from "../../../runtime/kernels/load.ts";
import { randomStream } from "../../../runtime/kernels/random.ts";
import { bakeResidual } from "../../../runtime/stages/layers/color/bake-residual.ts";
import { renderResidual, renderResidualBackward } from "../../../runtime/stages/layers/color/render-residual.ts";
import { createResidualModel, finishResidual } from "../../../runtime/stages/layers/color/residual-model.ts";
import { keepDrawn } from "../../../runtime/stages/layers/drawn-head.ts";
import type { LayeredTextureSettings } from "../../../runtime/stages/stage-settings.ts";
import { centralDifference } from "../helpers/central-difference.ts";
import { ballSubject, learnAtRandom } from "./subject.ts";

const wasm = new URL(`../../../runtime/kernels/build/${kernelFile()}`, import.meta.url);
const kernels = await loadKernels(await readFile(wasm), { megabytes: 256 });
const subject = ballSubject();
const { head } = subject;
const drawn = keepDrawn(kernels, head);
const rest = { positions: drawn.positions, subject };
const SIZE = 32;
const camera = { azimuth: 20, elevation: 10, fov: 40 };
const field = { levels: 2, log2TableSize: 12, baseResolution: 4, perLevelScale: 1.5, hidden: 8, outputs: 3 };
const settings = {
  field,
  supersample: 2,
  background: [0.58, 0.47, 0.41],
  bound: 0.1,
  decay: 40,
  light: [0.8, 0.08, 0.12],
} as unknown as LayeredTextureSettings;

/** A model whose field has learned something at random. */
function learned() {
  const model = createResidualModel(drawn, rest, settings, { seed: 1 });
  learnAtRandom(model.field);
  return model;
}

/** A picture of a model, off kernel memory. */
async function picture(model: ReturnType<typeof learned>): Promise<Float32Array> {
  const mark = kernels.scratch.mark();
  const image = renderResidual(model, camera, SIZE).image.slice();
  kernels.scratch.release(mark);
  return image;
}

test("the gradient of an image loss and of decay agrees with finite differences", async () => {
  const model = learned();
  const weights = randomStream(9).normals(new Float32Array(SIZE * SIZE * 3));
  const loss = async () => {
    const mark = kernels.scratch.mark();
    const { image, residual, pixels } = renderResidual(model, camera, SIZE);
    let sum = image.reduce((total, value, i) => total + value * weights[i], 0);
    for (const share of residual) sum += (settings.decay * share ** 2) / pixels.length;
    kernels.scratch.release(mark);
    return sum;
  };
  const mark = kernels.scratch.mark();
  const render = renderResidual(model, camera, SIZE);
  const dImage = kernels.scratch.f32(weights.length);
  dImage.set(weights);
  renderResidualBackward(model, render, dImage);
  kernels.scratch.release(mark);
  const { bias2, weights2 } = networkOf(model.field);
  const { values, gradient } = model.field.network;
  for (const view of [bias2.subarray(0, 1), bias2.subarray(2, 3), weights2.subarray(5, 6), weights2.subarray(17, 18)]) {
    const { index, numeric } = await centralDifference(values, view, 2e-3, loss);
    const error = Math.abs(numeric - gradient[index]);
    assert.ok(error < 0.02 * Math.max(0.05, Math.abs(numeric)), `${numeric} ≠ ${gradient[index]}`);
  }
});

/** The drawn colours alone. */
const drawnColors = (of = head) => picture(createResidualModel(keepDrawn(kernels, of), rest, settings, { seed: 1 }));

test("nothing is changed at the start", () => {
  const model = createResidualModel(drawn, rest, settings, { seed: 1 });
  const residual = finishResidual(model);
  assert.ok(residual.every((value) => value === 0));
  assert.equal(bakeResidual(head, residual), head);
});

test("the baked head looks as the field does, its face keeps its tone, and other layers are left alone", async () => {
  const model = learned();
  const residual = finishResidual(model);
  const baked = bakeResidual(head, residual);
  for (const [i, layer] of baked.layers.entries()) {
    if (layer.name !== "Skin") assert.equal(layer, head.layers[i], layer.name);
  }
  const anchored = [0, 0, 0];
  const { regions } = subject;
  const toned = [...regions[0].keys()].filter((v) => regions[0][v] === 0).filter((_, i) => i % 4 === 0);
  for (const v of toned) for (let c = 0; c < 3; c++) anchored[c] += residual[3 * v + c] / toned.length;
  for (const mean of anchored) assert.ok(Math.abs(mean) < 1e-5, `${anchored}`);
  const [before, wanted, found] = [await drawnColors(), await picture(model), await drawnColors(baked)];
  const distance = (a: Float32Array, b: Float32Array) =>
    Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0) / a.length);
  assert.ok(distance(wanted, before) > 0.0015, "what was learned is seen");
  assert.ok(distance(wanted, found) < 0.15 * distance(wanted, before), `${distance(wanted, found)}`);
});

test("where an edit changes nothing its parent's residual stands", async () => {
  const parent = learned();
  const before = finishResidual(parent);
  const masks = subject.regions.map((regions) => Float32Array.from(regions, (region) => region));
  const child = createResidualModel(drawn, rest, settings, { seed: 1, kept: { before, masks } });
  const after = finishResidual(child);
  for (let i = 0; i < after.length; i++) assert.equal(after[i], masks[0][Math.floor(i / 3)] ? 0 : before[i]);
  const still = { before, masks: masks.map((mask) => mask.map(() => 0)) };
  const shown = await picture(createResidualModel(drawn, rest, settings, { seed: 1, kept: still }));
  const wanted = await picture(parent);
  assert.ok(shown.every((value, i) => Math.abs(value - wanted[i]) < 0.01));
});

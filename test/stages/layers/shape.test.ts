import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { layers as networkOf } from "../../../runtime/field/field.ts";
import { kernelFile, loadKernels } from "../../../runtime/kernels/load.ts";
import { randomStream } from "../../../runtime/kernels/random.ts";
import { laplacian, normalConsistency } from "../../../runtime/kernels/reference/mesh-losses.ts";
import { renderNormals, renderNormalsBackward } from "../../../runtime/stages/geometry/render-normals.ts";
import { drawnSurface, keepDrawn } from "../../../runtime/stages/layers/drawn-head.ts";
import { moveHead } from "../../../runtime/stages/layers/shape/move-head.ts";
import {
  backwardShape,
  createShapeField,
  createShapeModel,
  finishShape,
  forwardShape,
} from "../../../runtime/stages/layers/shape/shape-model.ts";
import type { LayeredGeometrySettings } from "../../../runtime/stages/stage-settings.ts";
import { centralDifference } from "../helpers/central-difference.ts";
import { ballSubject, learnAtRandom } from "./subject.ts";

const wasm = new URL(`../../../runtime/kernels/build/${kernelFile()}`, import.meta.url);
const kernels = await loadKernels(await readFile(wasm), { megabytes: 256 });
const subject = ballSubject();
const drawn = keepDrawn(kernels, subject.head);
const camera = { azimuth: 20, elevation: 10, fov: 40 };
const field = { levels: 3, log2TableSize: 10, baseResolution: 4, perLevelScale: 1.5, hidden: 8, outputs: 3 };
const settings = { field, reach: 0.08, border: 0.2, normalConsistency: 0, laplacian: 0 } as LayeredGeometrySettings;

/** A model whose field has learned something at random, the same every time. */
function model(changes: Partial<LayeredGeometrySettings> = {}) {
  const asked = { ...settings, ...changes };
  const made = createShapeModel(drawn, subject, asked, { field: createShapeField(kernels, asked, 1) });
  learnAtRandom(made.field);
  return made;
}

test("one mesh is drawn of all solid layers and cards, and lenses are seen through", () => {
  assert.deepEqual(
    drawn.parts.map(({ layer }) => layer.name),
    ["Skin", "EyeLeft", "EyeRight", "Jewellery", "Hair"],
  );
  const hair = drawn.parts[4];
  assert.equal(drawn.cutout?.from, hair.triangles[0]);
  for (const { mesh, vertices, triangles } of drawn.parts) {
    assert.equal(drawn.indices[3 * triangles[0]], vertices[0] + mesh.triangles[0]);
    assert.deepEqual(
      drawn.positions.slice(3 * vertices[0], 3 * vertices[0] + 3),
      mesh.positions.slice(0, 3),
      "vertices lie where the layer's do",
    );
  }
  const seam = drawn.parts[0].mesh.weld.findIndex((first, v) => first !== v);
  assert.ok(drawn.indices.includes(seam) && !drawn.welded.includes(seam), "normals run on over the texture's seam");
});

test("gradients of places, of normal consistency and of the Laplacian agree with finite differences", async () => {
  const weights = randomStream(9).normals(new Float32Array(drawn.positions.length));
  const nothing = new Float32Array(drawn.positions.length);
  const cases: [string, number, number, number][] = [
    ["places", 1, 0, 0],
    ["consistency", 0, 3000, 0],
    ["Laplacian", 0, 0, 300],
  ];
  for (const [name, share, consistency, smooth] of cases) {
    const made = model({ laplacian: smooth });
    const run = async () => {
      const pass = forwardShape(made);
      return { pass, render: renderNormals(kernels, drawnSurface(drawn, pass.positions), camera, 16, 1) };
    };
    const loss = async () => {
      const mark = kernels.scratch.mark();
      const { pass, render } = await run();
      const sum =
        pass.positions.reduce((total, value, i) => total + share * value * weights[i], 0) +
        consistency * normalConsistency(render.normals.normals, made.skin, 0, nothing) +
        smooth * laplacian(pass.moves, made.skin, 0, nothing.subarray(0, pass.moves.length));
      kernels.scratch.release(mark);
      return sum;
    };
    const mark = kernels.scratch.mark();
    const { pass, render } = await run();
    const dPositions = renderNormalsBackward(kernels, render, kernels.scratch.f32(16 * 16 * 3).fill(0), {
      normalConsistency: consistency,
      laplacian: 0,
      consistent: made.skin,
    });
    for (let i = 0; i < weights.length; i++) dPositions[i] += share * weights[i];
    backwardShape(made, pass, dPositions);
    kernels.scratch.release(mark);
    const { bias2, weights2 } = networkOf(made.field);
    const { values, gradient } = made.field.network;
    for (const view of [bias2.subarray(1, 2), weights2.subarray(5, 6), weights2.subarray(17, 18)]) {
      const { index, numeric } = await centralDifference(values, view, 1e-2, loss);
      const error = Math.abs(numeric - gradient[index]);
      assert.ok(error < 0.02 * Math.max(0.05, Math.abs(numeric)), `${name}: ${numeric} ≠ ${gradient[index]}`);
    }
  }
});

test("lips keep still, what is bound follows, bodies stay as they are, doubled vertices stay together", async () => {
  const made = model();
  const { head, landmarks } = moveHead(subject, finishShape(made));
  const moved = (name: string) => {
    const [before, after] = [subject.head, head].map(({ layers }) => layers.find((layer) => layer.name === name)!);
    const [from, to] = [before.levels[0], after.levels[0]];
    return { from, to, moves: to.positions.map((x, i) => x - from.positions[i]) };
  };
  const skin = moved("Skin");
  const length = (moves: Float32Array, v: number) => Math.hypot(...moves.subarray(3 * v, 3 * v + 3));
  let most = 0;
  for (let v = 0; v < skin.from.weld.length; v++) {
    most = Math.max(most, length(skin.moves, v));
    if (subject.regions[0][v] === 1) assert.equal(length(skin.moves, v), 0);
    const at = 3 * skin.from.weld[v];
    for (let c = 0; c < 3; c++) assert.ok(Math.abs(skin.moves[3 * v + c] - skin.moves[at + c]) < 1e-7);
    assert.ok(Math.abs(length(skin.to.normals, v) - 1) < 1e-5);
  }
  assert.ok(most > 0.01 && most <= settings.reach * Math.sqrt(3));
  assert.ok(
    skin.to.normals.some((x, i) => Math.abs(x - skin.from.normals[i]) > 0.02),
    "normals are those of what moved",
  );
  assert.equal(skin.to.targets, skin.from.targets, "expressions fit as they are");

  const mark = kernels.scratch.mark();
  const { positions } = forwardShape(made);
  for (const { layer, vertices } of drawn.parts) {
    const [begin, end] = vertices.map((v) => 3 * v);
    const after = head.layers.find(({ name }) => name === layer.name)!.levels.at(-1)!;
    assert.ok(
      positions.subarray(begin, end).every((x, i) => Math.abs(x - after.positions[i]) < 1e-6),
      layer.name,
    );
  }
  kernels.scratch.release(mark);

  const hair = moved("Hair");
  const top = 3 * 32;
  for (let c = 0; c < 3; c++) assert.ok(Math.abs(hair.moves[top + c] - skin.moves[top + c]) < 0.02);
  const rings = moved("Jewellery");
  const [left, right] = [rings.moves.slice(0, 3), rings.moves.slice(-3)];
  for (let i = 0; i < rings.moves.length; i++) {
    const body = i < rings.moves.length / 2 ? left : right;
    assert.ok(Math.abs(rings.moves[i] - body[i % 3]) < 1e-6, "a ring is moved, not bent");
  }
  assert.ok(Math.hypot(...left) > 1e-3 && Math.abs(left[0] - right[0]) > 1e-4, "each with its own ear");
  assert.ok(landmarks.some((x, i) => Math.abs(x - subject.landmarks[i]) > 1e-3));
});

import assert from "node:assert/strict";
import { rasteriseOnGpu } from "../../runtime/bake/textures/gpu-texels.ts";
import { createField, evaluateField } from "../../runtime/field/field.ts";
import * as fieldOnGpu from "../../runtime/field/gpu-field.ts";
import { createGpuGrid, march, marchBackward } from "../../runtime/field/gpu-march.ts";
import { setBandOffsets } from "../../runtime/field/tetgrid.ts";
import * as reference from "../../runtime/kernels/reference/march.ts";
import { rasteriseTexels } from "../../runtime/mesh/texels/rasterise-texels.ts";
import { close, load, lumpyGrid, noise, put } from "../kernels/support.ts";
import { gpuTest, TOLERANCE, whole } from "./support.ts";

gpuTest("marching and its gradient agree with their reference, bit for bit in twenty runs", async (gpu) => {
  const kernels = await load();
  const grid = lumpyGrid(kernels, 14);
  setBandOffsets(grid, put(kernels, noise(grid.band.length * 3, 3)));
  const expected = reference.marchCells(grid.cells, grid.sdf, grid.side);
  const copy = createGpuGrid(gpu, grid);
  const positionGradient = new Float32Array(noise((expected.edges.length / 2) * 3, 4));
  const run = async () => {
    const mark = gpu.mark();
    const surface = await march(gpu, copy);
    const gradient = gpu.scratchZeros(grid.band.length * 4);
    marchBackward(gpu, copy, surface, gpu.upload(positionGradient), gradient);
    const edges = whole(await gpu.read(surface.edges, surface.vertices * 2));
    const indices = whole(await gpu.read(surface.indices, surface.triangles * 3));
    const positions = await gpu.read(surface.positions, surface.vertices * 3);
    const atBand = await gpu.read(gradient, grid.band.length * 4);
    gpu.release(mark);
    return { edges, indices, positions, atBand };
  };
  const actual = await run();
  assert.deepEqual(actual.edges, expected.edges);
  assert.deepEqual(actual.indices, expected.indices);
  const places = reference.marchPositions(expected.edges, grid.sdf, grid.offsets, grid.side);
  close(actual.positions, places, TOLERANCE, "positions");
  const back = reference.marchBackward(expected.edges, grid.sdf, grid.offsets, grid.side, positionGradient);
  const limit = grid.cell / 2;
  close(
    actual.atBand.filter((_, i) => i % 4 === 0),
    Array.from(grid.band, (vertex) => back.sdf[vertex]),
    TOLERANCE,
    "sdf gradient",
  );
  const throughLimit = (at: number) => back.offsets[at] * (limit - grid.offsets[at] ** 2 / limit);
  close(
    actual.atBand.filter((_, i) => i % 4 !== 0),
    Array.from(grid.band).flatMap((vertex) => [0, 1, 2].map((axis) => throughLimit(vertex * 3 + axis))),
    TOLERANCE,
    "offset gradient",
  );
  for (let turn = 1; turn < 20; turn++) {
    const again = await run();
    assert.deepEqual(whole(again.positions), whole(actual.positions));
    assert.deepEqual(whole(again.atBand), whole(actual.atBand));
  }
});

/** Triangles of an atlas, apart from each other and thinner and wider than a texel. */
function atlas() {
  const corners = Array.from({ length: 40 }, (_, t) => {
    const [x, y] = [(t % 8) / 8 + 0.02, Math.floor(t / 8) / 5 + 0.02];
    const shape = noise(6, t).map((value, i) => (i % 2 ? y + 0.08 * (value + 1) : x + 0.045 * (value + 1)));
    return t % 5 === 0 ? [x, y, x + 0.1, y + 0.005, x, y + 0.006] : [...shape];
  });
  const uvs = Float32Array.from(corners.flat());
  const indices = Uint32Array.from({ length: corners.length * 3 }, (_, i) => i);
  return { uvs, indices };
}

gpuTest("texels agree with the CPU's", async (gpu) => {
  const { uvs, indices } = atlas();
  const [expected, found] = [rasteriseTexels(uvs, indices, 64), await rasteriseOnGpu(gpu, uvs, indices, 64)];
  assert.ok(expected.at.length > 500);
  assert.deepEqual([found.size, found.at, found.triangle], [64, expected.at, expected.triangle]);
  close(found.weights, expected.weights, TOLERANCE, "weights");
});

gpuTest("a field asked for more than a piece of places says what the WASM says", async (gpu) => {
  const kernels = await load();
  const field = createField(kernels, { levels: 4, log2TableSize: 9, baseResolution: 6, hidden: 12, outputs: 3 }, 3);
  field.table.values.set(noise(field.table.values.length, 1));
  field.network.values.set(noise(field.network.values.length, 2));
  const places = put(kernels, noise(3 * 65540, 9));
  const outputs = kernels.scratch.f32(places.length);
  evaluateField(field, places, outputs);
  close(await fieldOnGpu.evaluateField(fieldOnGpu.createGpuField(gpu, field), places), outputs, TOLERANCE, "outputs");
});

import assert from "node:assert/strict";
import { bakeColors, rasteriseTexels as rasteriseOnGpu } from "../../runtime/bake/textures/gpu-texels.ts";
import { createField, evaluateField } from "../../runtime/field/field.ts";
import { createGpuField } from "../../runtime/field/gpu-field.ts";
import { createGpuGrid, march, marchBackward } from "../../runtime/field/gpu-march.ts";
import { setBandOffsets } from "../../runtime/field/tetgrid.ts";
import * as reference from "../../runtime/kernels/reference/march.ts";
import { rasteriseTexels } from "../../runtime/mesh/texels/rasterise-texels.ts";
import { interpolate } from "../../runtime/render/gpu/picture.ts";
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
  return { uvs, indices, positions: noise(uvs.length * 1.5, 9) };
}

gpuTest("texels and the colours baked into them agree with the CPU's", async (gpu) => {
  const kernels = await load();
  const { uvs, indices, positions } = atlas();
  const size = 64;
  const expected = rasteriseTexels(uvs, indices, size);
  const mesh = {
    indices: gpu.upload(new Uint32Array(indices)),
    triangles: indices.length / 3,
    vertices: indices.length,
  };
  const texels = rasteriseOnGpu(gpu, gpu.upload(new Float32Array(uvs)), mesh, size);
  const owners = whole(await gpu.read(texels.triangles, size * size));
  assert.deepEqual(
    [...owners.keys()].filter((i) => owners[i] >= 0),
    [...expected.at],
  );
  assert.deepEqual(
    owners.filter((t) => t >= 0),
    [...expected.triangle],
  );
  const places = new Float32Array(size * size * 3);
  expected.at.forEach((at, i) => {
    const [u, v] = expected.weights.subarray(2 * i, 2 * i + 2);
    for (let k = 0; k < 3; k++) {
      const [a, b, c] = [0, 1, 2].map((corner) => positions[indices[expected.triangle[i] * 3 + corner] * 3 + k]);
      places[at * 3 + k] = (1 - u - v) * a + u * b + v * c;
    }
  });
  const onGpu = gpu.upload(new Float32Array(positions));
  close(await gpu.read(interpolate(gpu, texels, mesh, onGpu, 3), places.length), places, TOLERANCE, "places");

  const field = createField(kernels, { levels: 4, log2TableSize: 9, baseResolution: 6, hidden: 12, outputs: 3 }, 3);
  field.table.values.set(noise(field.table.values.length, 1));
  field.network.values.set(noise(field.network.values.length, 2));
  const outputs = new Float32Array(places.length);
  evaluateField(field, places, outputs);
  const rgba = await gpu.read(bakeColors(gpu, createGpuField(gpu, field), texels, mesh, onGpu), size * size);
  const bytes = new Uint8Array(rgba.buffer);
  const colors = Uint8Array.from({ length: size * size * 4 }, (_, i) => {
    if (owners[i >> 2] < 0) return 0;
    return i % 4 === 3 ? 255 : Math.round(255 / (1 + Math.exp(-outputs[(i >> 2) * 3 + (i % 4)])));
  });
  assert.ok(new Set(colors).size > 40);
  // A byte is rounded: what lies between two may end in either.
  assert.ok(bytes.every((byte, i) => Math.abs(byte - colors[i]) <= 1));
  const apart = bytes.filter((byte, i) => byte !== colors[i]).length;
  assert.ok(apart < bytes.length / 1000, `${apart} bytes differ`);
});

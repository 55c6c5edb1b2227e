import assert from "node:assert/strict";
import { test } from "node:test";
import { keepLargestComponent, march, marchBackward, placeVertices, type Surface } from "../../runtime/field/march.ts";
import {
  bandWithin,
  createTetGrid,
  gridPosition,
  rebuildBand,
  setBandOffsets,
  setBandOutputs,
  setBandSdf,
  setSdf,
} from "../../runtime/field/tetgrid.ts";
import { bandFlags } from "../../runtime/kernels/reference/band.ts";
import {
  marchBackward as backwardReference,
  marchCells,
  marchPositions,
} from "../../runtime/kernels/reference/march.ts";
import { BUILDS, close, dot, load, lumpyGrid, noise, put } from "../kernels/support.ts";

/** Every edge has exactly one triangle on each side, and the mesh is not inside out. @returns signed volume. */
function assertClosed({ indices, positions }: Surface): number {
  const halfEdges = new Set<string>();
  let volume = 0;
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => positions.subarray(indices[t + k] * 3, indices[t + k] * 3 + 3));
    volume +=
      (a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0])) /
      6;
    for (let k = 0; k < 3; k++) {
      const key = `${indices[t + k]}-${indices[t + ((k + 1) % 3)]}`;
      assert.ok(!halfEdges.has(key), `half-edge ${key} twice`);
      halfEdges.add(key);
    }
  }
  for (const key of halfEdges) assert.ok(halfEdges.has(key.split("-").reverse().join("-")), `edge ${key} is open`);
  return volume;
}

for (const build of BUILDS) {
  test(`${build}: band, march and its gradient agree with their references`, async () => {
    const kernels = await load(build);
    const grid = lumpyGrid(kernels, 20);
    const flags = bandFlags(grid.sdf, grid.side, 2);
    assert.deepEqual(
      [...grid.band],
      [...flags.keys()].filter((i) => flags[i]),
    );
    for (const i of [0, 100, grid.band.length - 1]) {
      close(grid.bandPositions.subarray(i * 3, i * 3 + 3), gridPosition(grid, grid.band[i]), 1e-6);
    }
    setBandOffsets(grid, put(kernels, noise(grid.band.length * 3, 3)));
    const surface = march(grid);
    const reference = marchCells(grid.cells, grid.sdf, grid.side);
    assert.deepEqual([...surface.indices], reference.indices);
    assert.deepEqual([...surface.edges], reference.edges);
    close(surface.positions, marchPositions(surface.edges, grid.sdf, grid.offsets, grid.side), 1e-6, "positions");

    const gradient = put(kernels, noise(surface.positions.length, 4));
    const actual = { sdf: kernels.store.f32(grid.band.length), offsets: kernels.store.f32(grid.band.length * 3) };
    marchBackward(grid, surface, gradient, actual);
    const expected = backwardReference(surface.edges, grid.sdf, grid.offsets, grid.side, gradient);
    const limit = grid.cell / 2;
    grid.band.forEach((vertex, i) => {
      for (let axis = 0; axis < 3; axis++) {
        const slope = limit - grid.offsets[vertex * 3 + axis] ** 2 / limit;
        expected.offsets[i * 3 + axis] = expected.offsets[vertex * 3 + axis] * slope;
      }
    });
    close(
      actual.sdf,
      Float32Array.from(grid.band, (vertex) => expected.sdf[vertex]),
      1e-5,
      "sdf gradient",
    );
    close(actual.offsets, expected.offsets.subarray(0, grid.band.length * 3), 1e-5, "offset gradient");
  });
}

for (const build of BUILDS) {
  test(`${build}: a field's four outputs become distances and offsets of the band`, async () => {
    const kernels = await load(build);
    const grid = lumpyGrid(kernels, 20);
    const before = grid.sdf.slice();
    const base = put(kernels, grid.sdf);
    const raw = noise(grid.band.length * 4, 5).map((value, i) => (i < 4 ? value * 1e6 : value * 7));
    const outputs = put(kernels, raw);
    setBandOutputs(grid, outputs, base, 0.35);
    const slots = new Map([...grid.band].map((vertex, i) => [vertex, i]));
    const part = (k: number) => (_: number, vertex: number) => Math.tanh(raw[(slots.get(vertex) ?? 0) * 4 + k]);
    const changes = before.map(part(0));
    close(
      grid.sdf,
      before.map((value, vertex) => (slots.has(vertex) ? value + 0.35 * changes[vertex] : value)),
      1e-5,
      "distances",
    );
    close(
      outputs.filter((_, i) => i % 4 === 0),
      raw.filter((_, i) => i % 4 === 0).map(Math.tanh),
      1e-5,
      "output 0",
    );
    const offsets = new Float32Array(grid.offsets.length);
    for (const [vertex, i] of slots) {
      for (let k = 0; k < 3; k++) offsets[vertex * 3 + k] = (grid.cell / 2) * Math.tanh(raw[i * 4 + 1 + k]);
    }
    close(grid.offsets, offsets, 1e-5, "offsets");
  });
}

test("gradients agree with finite differences", async () => {
  const kernels = await load();
  const grid = lumpyGrid(kernels, 16);
  const raw = put(kernels, noise(grid.band.length * 3, 1));
  const sdf = Float32Array.from(grid.band, (vertex) => grid.sdf[vertex]);
  setBandOffsets(grid, raw);
  const surface = march(grid);
  const gradient = put(kernels, noise(surface.positions.length, 4));
  const actual = { sdf: kernels.store.f32(grid.band.length), offsets: kernels.store.f32(raw.length) };
  marchBackward(grid, surface, gradient, actual);
  const sdfDirection = noise(sdf.length, 5).map((value, i) => value * sdf[i]);
  const rawDirection = noise(raw.length, 6);
  const start = raw.slice();
  const at = (step: number) => {
    setBandSdf(
      grid,
      sdf.map((value, i) => value + step * sdfDirection[i]),
    );
    raw.set(start.map((value, i) => value + step * rawDirection[i]));
    setBandOffsets(grid, raw);
    placeVertices(grid, surface);
    return dot(surface.positions, gradient);
  };
  const slope = (at(1e-2) - at(-1e-2)) / 2e-2;
  const expected = dot(actual.sdf, sdfDirection) + dot(actual.offsets, rawDirection);
  assert.ok(Math.abs(slope - expected) < 0.01 * Math.abs(expected), `${slope} against ${expected}`);
});

test("surfaces of random distances are closed and keep inside the cube", async () => {
  const kernels = await load();
  const grid = createTetGrid(kernels, 12);
  for (let seed = 0; seed < 5; seed++) {
    setSdf(grid, noise(grid.sdf.length, seed));
    bandWithin(grid, grid.sdf, Number.POSITIVE_INFINITY);
    setBandOffsets(
      grid,
      put(
        kernels,
        noise(grid.band.length * 3, seed).map((value) => value * 3),
      ),
    );
    const surface = march(grid);
    assertClosed(surface);
    assert.ok(surface.positions.every((value) => Math.abs(value) <= 1));
  }
});

test("a ball has the volume of a ball, in the band and in the full grid alike", async () => {
  const kernels = await load();
  const grid = createTetGrid(kernels, 32);
  setSdf(
    grid,
    grid.sdf.map((_, i) => Math.hypot(...gridPosition(grid, i)) - 0.7),
  );
  rebuildBand(grid, 1);
  const narrow = march(grid);
  const volume = assertClosed(narrow);
  assert.ok(Math.abs(volume / ((4 / 3) * Math.PI * 0.7 ** 3) - 1) < 0.01, `volume ${volume}`);
  const size = grid.band.length;
  bandWithin(grid, grid.sdf, Number.POSITIVE_INFINITY);
  assert.equal(grid.band.length, 31 ** 3);
  assert.ok(size < grid.band.length / 2);
  const full = march(grid);
  assert.deepEqual(full.indices, narrow.indices);
  assert.deepEqual(full.positions, narrow.positions);
});

test("the band of a reach holds the vertices that are nearer, on both sides", async () => {
  const kernels = await load();
  const grid = createTetGrid(kernels, 16);
  const distances = Float32Array.from(grid.sdf, (_, i) => Math.hypot(...gridPosition(grid, i)) - 0.5);
  bandWithin(grid, distances, 0.2);
  const wanted = [...distances.keys()].filter((i) => Math.abs(distances[i]) < 0.2);
  assert.ok(wanted.some((i) => distances[i] < 0) && wanted.some((i) => distances[i] > 0));
  assert.deepEqual([...grid.band], wanted);
});

test("a surface may move inside its band and be followed by a new one", async () => {
  const kernels = await load();
  const grid = createTetGrid(kernels, 24);
  const ball = (radius: number) => grid.sdf.map((_, i) => Math.hypot(...gridPosition(grid, i)) - radius);
  setSdf(grid, ball(0.4));
  for (let radius = 0.4; radius < 0.8; radius += 0.1) {
    rebuildBand(grid, 2);
    const values = ball(radius);
    setBandSdf(
      grid,
      Float32Array.from(grid.band, (vertex) => values[vertex]),
    );
    const volume = assertClosed(march(grid));
    assert.ok(Math.abs(volume / ((4 / 3) * Math.PI * radius ** 3) - 1) < 0.03, `radius ${radius}: volume ${volume}`);
  }
});

test("only the largest of several components is kept", async () => {
  const kernels = await load();
  const grid = createTetGrid(kernels, 24);
  const balls = [
    [-0.5, 0, 0, 0.2],
    [0.4, 0, 0, 0.35],
    [0, 0.8, 0, 0.1],
  ];
  setSdf(
    grid,
    grid.sdf.map((_, i) => {
      const [x, y, z] = gridPosition(grid, i);
      return Math.min(...balls.map(([a, b, c, radius]) => Math.hypot(x - a, y - b, z - c) - radius));
    }),
  );
  rebuildBand(grid, 1);
  const all = march(grid);
  const kept = keepLargestComponent(kernels, all);
  const volume = assertClosed(kept);
  assert.ok(Math.abs(volume / ((4 / 3) * Math.PI * 0.35 ** 3) - 1) < 0.05);
  assert.equal(kept.edges.length / 2, kept.positions.length / 3);
  assert.equal(keepLargestComponent(kernels, kept), kept);
});

test("an empty grid gives an empty surface", async () => {
  const kernels = await load();
  const grid = createTetGrid(kernels, 8);
  bandWithin(grid, grid.sdf, Number.POSITIVE_INFINITY);
  const surface = march(grid);
  assert.equal(keepLargestComponent(kernels, surface).indices.length, 0);
});

test("a wrong number of distances is refused", async () => {
  const grid = createTetGrid(await load(), 8);
  assert.throws(() => setSdf(grid, new Float32Array(8)), /8 distances for a grid of 729/);
});

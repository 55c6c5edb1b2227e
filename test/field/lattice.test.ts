import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  crossings,
  extractLattice,
  moveSurface,
  moveSurfaceBackward,
  restPositions,
  surfaceTetrahedra,
  tetrahedronVolumes,
} from "../../runtime/field/lattice.ts";
import { createMoveLimit, limitMoves } from "../../runtime/field/limit-moves.ts";
import { march } from "../../runtime/field/march.ts";
import { createTetGrid, gridPosition, rebuildBand, setBandOffsets, setSdf } from "../../runtime/field/tetgrid.ts";
import { kernelFile, loadKernels } from "../../runtime/kernels/load.ts";
import { randomStream } from "../../runtime/kernels/random.ts";

const wasm = new URL(`../../runtime/kernels/build/${kernelFile()}`, import.meta.url);
const kernels = await loadKernels(await readFile(wasm), { megabytes: 128 });
const RESOLUTION = 16;
const CELL = 2 / RESOLUTION;

const grid = createTetGrid(kernels, RESOLUTION);
setSdf(
  grid,
  Float32Array.from({ length: grid.sdf.length }, (_, i) => Math.hypot(...gridPosition(grid, i)) - 0.6),
);
rebuildBand(grid, 2);
const raw = kernels.scratch.f32(grid.band.length * 3);
raw.set(
  randomStream(3)
    .normals(new Float32Array(raw.length))
    .map((value) => 0.2 * value),
);
setBandOffsets(grid, raw);
const surface = march(grid);
const lattice = extractLattice(grid, surface);
const weights = crossings(lattice);
const vertices = surface.positions.length / 3;

test("the lattice places the surface where marching did", () => {
  const positions = restPositions(lattice, new Float32Array(lattice.ids.length * 3));
  for (let i = 0; i < positions.length; i++) positions[i] += lattice.offsets[i];
  const out = new Float32Array(vertices * 3);
  moveSurface(lattice, weights, new Float32Array(out.length), positions, out);
  out.forEach((value, i) => {
    assert.ok(Math.abs(value - surface.positions[i]) < 1e-6);
  });
});

test("no move leaves every bit of the surface", () => {
  const out = new Float32Array(vertices * 3);
  moveSurface(lattice, weights, surface.positions, new Float32Array(lattice.ids.length * 3), out);
  assert.deepEqual(out, Float32Array.from(surface.positions));
});

test("the backward pass is the transpose of the forward pass", () => {
  const normals = (seed: number, length: number) => randomStream(seed).normals(new Float32Array(length));
  const moves = normals(1, lattice.ids.length * 3);
  const gradient = normals(2, vertices * 3);
  const moved = new Float32Array(vertices * 3);
  moveSurface(lattice, weights, new Float32Array(moved.length), moves, moved);
  const back = new Float32Array(moves.length);
  moveSurfaceBackward(lattice, weights, gradient, back);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  assert.ok(Math.abs(dot(gradient, moved) - dot(back, moves)) < 1e-3 * Math.abs(dot(back, moves)) + 1e-3);
});

test("the tetrahedra are those that marching cut: one or two triangles each", () => {
  const tetrahedra = surfaceTetrahedra(lattice);
  const inside = (t: number) => [0, 1, 2, 3].filter((k) => lattice.distances[tetrahedra[t * 4 + k]] < 0).length;
  let triangles = 0;
  for (let t = 0; t < tetrahedra.length / 4; t++) triangles += inside(t) === 2 ? 2 : 1;
  assert.equal(triangles, surface.indices.length / 3);
  const rest = restPositions(lattice, new Float32Array(lattice.ids.length * 3));
  for (const volume of tetrahedronVolumes(rest, tetrahedra)) assert.ok(Math.abs(volume / CELL ** 3 - 1) < 1e-4);
});

test("moves that would turn tetrahedra inside out are limited, gentle ones and masked corners are not touched", () => {
  const limit = createMoveLimit(lattice, 0.1);
  const everywhere = new Float32Array(lattice.ids.length).fill(1);
  const gentle = Float32Array.from(limit.positions, (value) => 0.2 * value);
  const kept = gentle.slice();
  limitMoves(limit, kept, everywhere);
  assert.deepEqual(kept, gentle);

  const wild = randomStream(5)
    .normals(new Float32Array(gentle.length))
    .map((value) => CELL * value);
  const mask = everywhere.map((_, place) => (limit.positions[place * 3] > 0 ? 1 : 0));
  wild.forEach((_, i) => {
    if (mask[Math.floor(i / 3)] === 0) wild[i] = 0;
  });
  const inverted = (moves: Float32Array) =>
    tetrahedronVolumes(
      limit.positions.map((value, i) => value + moves[i]),
      limit.tetrahedra,
    ).filter((volume, t) => volume < limit.floor[t]).length;
  assert.ok(inverted(wild) > 50);
  limitMoves(limit, wild, mask);
  assert.equal(inverted(wild), 0);
  assert.ok(
    wild.some((value) => Math.abs(value) > CELL / 100),
    "nothing is left of the moves",
  );
  assert.ok(wild.every((value, i) => mask[Math.floor(i / 3)] === 1 || value === 0));
});

/** The march of `march.ts` on a GPU: same vertices and triangles in the same order. */

import type { Gpu, GpuArray } from "../kernels/gpu/gpu.ts";
import { addSums, readTotal, scan } from "../kernels/gpu/sums.ts";
import { buildTetTable } from "../kernels/tet-table.ts";
import { gatherComponent, largestComponent } from "./march.ts";
import type { TetGrid } from "./tetgrid.ts";

/** A grid and its band. */
export interface GpuTetGrid {
  side: number;
  /** Largest offset along an axis. */
  limit: number;
  /** Shape [side³]. */
  sdf: GpuArray;
  /** Shape [side³, 3]. */
  offsets: GpuArray;
  /** Shape [side³]: place in the band, −1 outside it. */
  slots: GpuArray;
  /** Vertices of the band. */
  band: number;
  /** Shape [band]: which they are; the array has room for all. */
  vertices: GpuArray;
  /** Shape [band, 3]: where they are without offsets. */
  places: GpuArray;
  cells: GpuArray;
  cellCount: number;
  table: GpuArray;
}

/** Lives in the GPU's scratch arrays; see `Surface`. */
export interface GpuSurface {
  positions: GpuArray;
  indices: GpuArray;
  edges: GpuArray;
  vertices: number;
  triangles: number;
}

/** A copy of a grid. */
export function createGpuGrid(gpu: Gpu, grid: TetGrid): GpuTetGrid {
  const { storage, slots } = grid;
  const copy: GpuTetGrid = {
    side: grid.side,
    limit: grid.cell / 2,
    sdf: gpu.zeros(grid.sdf.length),
    offsets: gpu.zeros(grid.offsets.length),
    slots: gpu.zeros(slots.length),
    band: 0,
    vertices: gpu.zeros(storage.band.length),
    places: gpu.zeros(storage.bandPositions.length),
    cells: gpu.zeros(storage.cells.length),
    cellCount: 0,
    table: gpu.upload(new Uint32Array(buildTetTable().buffer as ArrayBuffer)),
  };
  layGpuGrid(gpu, copy, grid);
  return copy;
}

/** Makes a copy what its grid is now, after the band has changed. */
export function layGpuGrid(gpu: Gpu, to: GpuTetGrid, grid: TetGrid): void {
  gpu.write(to.sdf, new Float32Array(grid.sdf));
  gpu.write(to.offsets, new Float32Array(grid.offsets));
  gpu.write(to.slots, new Int32Array(grid.slots));
  gpu.write(to.vertices, new Uint32Array(grid.band));
  gpu.write(to.places, new Float32Array(grid.bandPositions));
  gpu.write(to.cells, new Uint32Array(grid.cells));
  to.band = grid.band.length;
  to.cellCount = grid.cells.length;
}

/** As `setBandOutputs`, but leaves the outputs as they are. @param outputs Shape [band, 4]. @param base Shape [side³]. */
export function setBandOutputs(gpu: Gpu, grid: GpuTetGrid, outputs: GpuArray, base: GpuArray, range: number): void {
  const numbers = { u: [grid.band], f: [range, grid.limit] };
  gpu.run("band/lay", grid.band, numbers, [outputs, grid.vertices, base, grid.sdf, grid.offsets]);
}

/** Takes the gradient that {@link marchBackward} gave, Shape [band, 4], to that of the outputs, in place. */
export function bandBackward(gpu: Gpu, grid: GpuTetGrid, outputs: GpuArray, range: number, gradient: GpuArray): void {
  gpu.run("band/backward", grid.band, { u: [grid.band], f: [range, grid.limit] }, [outputs, gradient]);
}

/** Extracts the surface where the distance is zero. Waits once: how long the lists are, the grid alone knows. */
export async function march(gpu: Gpu, grid: GpuTetGrid): Promise<GpuSurface> {
  const { cellCount, side } = grid;
  const cells = [grid.cells, grid.sdf, grid.table, gpu.scratchZeros(side ** 3 * 8)];
  const numbers = { u: [cellCount, side], f: [grid.limit] };
  const [vertexCounts, triangleCounts] = [gpu.scratchZeros(cellCount + 1), gpu.scratchZeros(cellCount + 1)];
  gpu.run("march/claim", cellCount, numbers, cells);
  gpu.run("march/count", cellCount, numbers, [...cells, vertexCounts, triangleCounts]);
  scan(gpu, vertexCounts, cellCount + 1);
  scan(gpu, triangleCounts, cellCount + 1);
  const [vertices, triangles] = await Promise.all([
    readTotal(gpu, vertexCounts, cellCount),
    readTotal(gpu, triangleCounts, cellCount),
  ]);
  const [edges, indices] = [gpu.scratch(vertices * 2), gpu.scratch(triangles * 3)];
  gpu.run("march/emitVertices", cellCount, numbers, [...cells, vertexCounts, edges]);
  gpu.run("march/emitTriangles", cellCount, numbers, [...cells, triangleCounts, indices]);
  return { positions: placeVertices(gpu, grid, edges, vertices), indices, edges, vertices, triangles };
}

function placeVertices(gpu: Gpu, grid: GpuTetGrid, edges: GpuArray, vertices: number): GpuArray {
  const positions = gpu.scratch(vertices * 3);
  const numbers = { u: [vertices, grid.side], f: [grid.limit] };
  gpu.run("march/place", vertices, numbers, [positions, grid.sdf, edges, grid.offsets]);
  return positions;
}

/**
 * As `keepLargestComponent`. Whether there is more than one the CPU finds out: it reads the triangles, a few megabytes, where the GPU
 * would have to run over them again and again.
 */
export async function keepLargestComponent(gpu: Gpu, grid: GpuTetGrid, surface: GpuSurface): Promise<GpuSurface> {
  const { vertices, triangles } = surface;
  const indices = new Uint32Array((await gpu.read(surface.indices, triangles * 3)).buffer);
  const largest = largestComponent(indices, new Uint32Array(vertices), new Uint32Array(vertices));
  if (largest.triangles === triangles) return surface;
  const ends = new Uint32Array((await gpu.read(surface.edges, vertices * 2)).buffer);
  const to = { edges: new Uint32Array(largest.vertices * 2), indices: new Uint32Array(largest.triangles * 3) };
  gatherComponent(largest, { edges: ends, indices }, to);
  const edges = gpu.scratch(to.edges.length);
  gpu.write(edges, to.edges);
  const kept = gpu.scratch(to.indices.length);
  gpu.write(kept, to.indices);
  const positions = placeVertices(gpu, grid, edges, largest.vertices);
  return { positions, indices: kept, edges, vertices: largest.vertices, triangles: largest.triangles };
}

/** Adds to `gradient` [band, 4]: that of the distance, then that of the offset before its limit. */
export function marchBackward(
  gpu: Gpu,
  grid: GpuTetGrid,
  { edges, vertices }: GpuSurface,
  positionGradient: GpuArray,
  gradient: GpuArray,
): void {
  addSums(gpu, positionGradient, vertices * 3, gradient, grid.band * 4, (sums) =>
    gpu.run("march/backward", vertices, { u: [vertices, grid.side], f: [grid.limit] }, [
      ...sums,
      edges,
      grid.offsets,
      grid.sdf,
      grid.slots,
      positionGradient,
    ]),
  );
}

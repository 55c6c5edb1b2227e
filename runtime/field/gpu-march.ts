/** The march of `march.ts` on a GPU: same vertices and triangles in the same order. */

import type { Gpu, GpuArray } from "../kernels/gpu/gpu.ts";
import { addSums, readTotal, scan } from "../kernels/gpu/sums.ts";
import { buildTetTable } from "../kernels/tet-table.ts";
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
  return {
    side: grid.side,
    limit: grid.cell / 2,
    sdf: gpu.upload(new Float32Array(grid.sdf)),
    offsets: gpu.upload(new Float32Array(grid.offsets)),
    slots: gpu.upload(new Int32Array(grid.slots)),
    band: grid.band.length,
    cells: gpu.upload(new Uint32Array(grid.cells)),
    cellCount: grid.cells.length,
    table: gpu.upload(new Uint32Array(buildTetTable().buffer as ArrayBuffer)),
  };
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
  const positions = gpu.scratch(vertices * 3);
  const placed = { u: [vertices, side], f: [grid.limit] };
  gpu.run("march/place", vertices, placed, [positions, grid.sdf, edges, grid.offsets]);
  return { positions, indices, edges, vertices, triangles };
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

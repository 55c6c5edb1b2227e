/**
 * The tetrahedral grid of DMTet (Shen et al. 2021) on the cube [−1,1]³: signed distance and an offset at every vertex of a regular grid,
 * each cube cut into six tetrahedra around its main diagonal.
 *
 * Vertex index = x + side·(y + side·z). Distances are negative inside. The outermost layer of vertices is always outside, so surfaces
 * are closed inside the cube. Only the *band*, vertices near the surface, is evaluated and marched.
 */

import { type Kernels, pointer } from "../kernels/load.ts";
import { buildTetTable } from "../kernels/tet-table.ts";
import { cut } from "./cut.ts";

export interface TetGrid {
  kernels: Kernels;
  /** Cells along an axis. */
  resolution: number;
  /** Vertices along an axis: resolution + 1. */
  side: number;
  /** Edge length of a cell: 2 / resolution. */
  cell: number;
  /** Shape [side³]: signed distance at every vertex. */
  sdf: Float32Array;
  /** Shape [side³, 3]: displacement of every vertex in units of space, each component within ±cell/2. */
  offsets: Float32Array;
  /** Indices of the vertices in the band, ascending; a new view after every rebuild. */
  band: Uint32Array;
  /** Shape [band, 3]: undisplaced positions of the band's vertices, to evaluate fields at. */
  bandPositions: Float32Array;
  /** Shape [side³]: place of a vertex in the band, −1 outside. */
  slots: Int32Array;
  /** Cells with a corner in the band, as the index of their smallest vertex, ascending. */
  cells: Uint32Array;
  storage: TetGridStorage;
}

/** Full-size arrays behind the views, and the marching table and workspace. */
export interface TetGridStorage {
  band: Uint32Array;
  bandPositions: Float32Array;
  cells: Uint32Array;
  flags: Uint8Array;
  table: Uint8Array;
  window: Uint32Array;
}

/** Allocates a grid in `kernels.store`: everything outside (sdf = cell), no offsets, an empty band. */
export function createTetGrid(kernels: Kernels, resolution: number): TetGrid {
  const { store } = kernels;
  const side = resolution + 1;
  const vertices = side ** 3;
  const storage: TetGridStorage = {
    band: store.u32(vertices),
    bandPositions: store.f32(vertices * 3),
    cells: store.u32(resolution ** 3),
    flags: store.u8(vertices),
    table: store.u8(256 * 40),
    window: store.u32(2 * side * side * 8),
  };
  storage.table.set(buildTetTable());
  const grid: TetGrid = {
    kernels,
    resolution,
    side,
    cell: 2 / resolution,
    sdf: store.f32(vertices),
    offsets: store.f32(vertices * 3),
    slots: store.i32(vertices),
    band: storage.band.subarray(0, 0),
    bandPositions: storage.bandPositions.subarray(0, 0),
    cells: storage.cells.subarray(0, 0),
    storage,
  };
  grid.sdf.fill(grid.cell);
  grid.slots.fill(-1);
  return grid;
}

/** Sets the distance of every vertex (shape [side³]); the outermost layer is pushed outside. Rebuild the band afterwards. */
export function setSdf(grid: TetGrid, values: ArrayLike<number>): void {
  if (values.length !== grid.sdf.length) {
    throw new RangeError(`${values.length} distances for a grid of ${grid.sdf.length} vertices`);
  }
  grid.sdf.set(values);
  const { side, sdf, cell } = grid;
  const last = side - 1;
  for (let z = 0; z < side; z++) {
    for (let y = 0; y < side; y++) {
      const step = z === 0 || z === last || y === 0 || y === last ? 1 : last;
      for (let x = 0; x < side; x += step) {
        const i = x + side * (y + side * z);
        sdf[i] = Math.max(sdf[i], cell);
      }
    }
  }
}

/**
 * Makes the band anew from the present distances: corners of the cells that the surface crosses and all vertices up to `radius` cells
 * away from them along every axis. Outside the band the grid keeps its distances and offsets.
 */
export function rebuildBand(grid: TetGrid, radius: number): void {
  const { kernels, side, storage } = grid;
  const flags = pointer(kernels, storage.flags);
  const mark = kernels.scratch.mark();
  const workspace = kernels.scratch.u8(side ** 3);
  storage.flags.fill(0);
  kernels.wasm.bandCrossing(pointer(kernels, grid.sdf), side, flags);
  kernels.wasm.bandDilate(flags, side, radius, pointer(kernels, workspace));
  kernels.scratch.release(mark);
  listBand(grid);
}

/** Lays the band as it was. @param band Indices of its vertices, as {@link TetGrid.band} gave them. */
export function setBand(grid: TetGrid, band: Uint32Array): void {
  const { flags } = grid.storage;
  flags.fill(0);
  for (const vertex of band) flags[vertex] = 1;
  listBand(grid);
}

/**
 * Takes the vertices into the band whose distance in `values` (shape [side³]) is less than `reach`, inside or outside, to look for
 * surfaces far from the present one. The outermost layer stays out of it.
 */
export function bandWithin(grid: TetGrid, values: Float32Array, reach: number): void {
  const { flags } = grid.storage;
  for (let i = 0; i < values.length; i++) flags[i] = Math.abs(values[i]) < reach ? 1 : 0;
  listBand(grid);
}

/** Sets the distances of the band's vertices, shape [band]. */
export function setBandSdf(grid: TetGrid, values: Float32Array): void {
  const { band, sdf } = grid;
  for (let i = 0; i < band.length; i++) sdf[band[i]] = values[i];
}

/** Sets the band's offsets from unlimited numbers, shape [band, 3]: offset = cell/2 · tanh(raw). */
export function setBandOffsets(grid: TetGrid, raw: Float32Array): void {
  const { kernels, band } = grid;
  const offsets = pointer(kernels, grid.offsets);
  kernels.run(
    cut(band.length).map(([begin, end]) => [
      "bandOffsets",
      pointer(kernels, band) + begin * 4,
      end - begin,
      pointer(kernels, raw) + begin * 12,
      grid.cell / 2,
      offsets,
    ]),
  );
}

/**
 * Sets distances and offsets of the band from a field's outputs: distance = base + range·tanh(output 0), offset = cell/2·tanh(outputs 1 to 3).
 * @param outputs Shape [band, 4], in kernel memory; output 0 is replaced by its tanh.
 * @param base Shape [side³], in kernel memory.
 */
export function setBandOutputs(grid: TetGrid, outputs: Float32Array, base: Float32Array, range: number): void {
  const { kernels } = grid;
  kernels.run(
    cut(grid.band.length).map(([begin, end]) => [
      "bandOutputs",
      begin,
      end,
      pointer(kernels, grid.band),
      pointer(kernels, outputs),
      pointer(kernels, base),
      range,
      grid.cell / 2,
      pointer(kernels, grid.sdf),
      pointer(kernels, grid.offsets),
    ]),
  );
}

/** Undisplaced position of every vertex, shape [side³, 3]; for filling the grid the first time. */
export function gridPosition(grid: TetGrid, vertex: number): [number, number, number] {
  const { side, cell } = grid;
  const x = vertex % side;
  const y = Math.floor(vertex / side) % side;
  const z = Math.floor(vertex / (side * side));
  return [x * cell - 1, y * cell - 1, z * cell - 1];
}

function listBand(grid: TetGrid): void {
  const { kernels, side, storage } = grid;
  const flags = pointer(kernels, storage.flags);
  const count = kernels.wasm.bandCount(flags, side);
  kernels.wasm.bandList(
    flags,
    side,
    pointer(kernels, storage.band),
    pointer(kernels, storage.bandPositions),
    pointer(kernels, grid.slots),
  );
  const cells = kernels.wasm.bandCells(pointer(kernels, grid.slots), side, pointer(kernels, storage.cells));
  grid.band = storage.band.subarray(0, count);
  grid.bandPositions = storage.bandPositions.subarray(0, count * 3);
  grid.cells = storage.cells.subarray(0, cells);
}

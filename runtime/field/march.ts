/**
 * Marching tetrahedra over the band of a grid, differentiable with respect to distances and offsets.
 *
 * The surface is a closed, consistently oriented 2-manifold (counter-clockwise seen from outside); vertices and triangles come in the
 * order of the cells, so equal grids give equal bytes.
 */

import { type Kernels, pointer } from "../kernels/load.ts";
import { findComponents } from "../mesh/components.ts";
import { cut } from "./cut.ts";
import type { TetGrid } from "./tetgrid.ts";

/** A triangle mesh that remembers the grid edge behind every vertex; lives in scratch memory. */
export interface Surface {
  /** Shape [vertices, 3]. */
  positions: Float32Array;
  /** Shape [triangles, 3]. */
  indices: Uint32Array;
  /** Shape [vertices, 2]: grid vertices at the ends of the crossed edge. */
  edges: Uint32Array;
}

/** Extracts the surface where the distance is zero. */
export function march(grid: TetGrid): Surface {
  const { kernels, side, storage } = grid;
  const { wasm, scratch } = kernels;
  const cells = pointer(kernels, grid.cells);
  const sdf = pointer(kernels, grid.sdf);
  const table = pointer(kernels, storage.table);
  const triangles = wasm.marchCount(cells, grid.cells.length, sdf, side, table);
  // On a closed surface every vertex has at least three corners, so there are no more vertices than triangles.
  const edges = scratch.u32(triangles * 2);
  const indices = scratch.u32(triangles * 3);
  const vertices = wasm.marchEmit(
    cells,
    grid.cells.length,
    sdf,
    side,
    table,
    pointer(kernels, storage.window),
    pointer(kernels, edges),
    pointer(kernels, indices),
  );
  const surface = { positions: scratch.f32(vertices * 3), indices, edges: edges.subarray(0, vertices * 2) };
  placeVertices(grid, surface);
  return surface;
}

/** Computes the positions again for the present distances and offsets while the connectivity stays (editing by offsets alone). */
export function placeVertices(grid: TetGrid, surface: Surface): void {
  const { kernels } = grid;
  kernels.run(
    cut(surface.edges.length / 2).map(([begin, end]) => [
      "marchPositions",
      begin,
      end,
      pointer(kernels, surface.edges),
      pointer(kernels, grid.sdf),
      pointer(kernels, grid.offsets),
      grid.side,
      pointer(kernels, surface.positions),
    ]),
  );
}

/** Gradients at the band's vertices; leave one out where it is not needed. */
export interface BandGradients {
  /** Shape [band]. */
  sdf?: Float32Array;
  /** Shape [band, 3], with respect to the unlimited offsets given to `setBandOffsets`. */
  offsets?: Float32Array;
}

/** Adds the gradients of the surface's vertex positions (shape [vertices, 3]) to those of the band. */
export function marchBackward(
  grid: TetGrid,
  surface: Surface,
  positionGradient: Float32Array,
  gradients: BandGradients,
): void {
  const { kernels } = grid;
  kernels.wasm.marchBackward(
    surface.edges.length / 2,
    pointer(kernels, surface.edges),
    pointer(kernels, grid.sdf),
    pointer(kernels, grid.offsets),
    grid.side,
    pointer(kernels, positionGradient),
    pointer(kernels, grid.slots),
    pointer(kernels, gradients.sdf),
    pointer(kernels, gradients.offsets),
    grid.cell / 2,
  );
}

/** Keeps the connected component with the most triangles (the first of equals); floaters go. The order of the rest stays. */
export function keepLargestComponent({ scratch }: Kernels, surface: Surface): Surface {
  const count = surface.positions.length / 3;
  const largest = largestComponent(surface.indices, scratch.u32(count), scratch.u32(count));
  if (largest.triangles * 3 === surface.indices.length) return surface;
  const result: Surface = {
    positions: scratch.f32(largest.vertices * 3),
    indices: scratch.u32(largest.triangles * 3),
    edges: scratch.u32(largest.vertices * 2),
  };
  gatherComponent(largest, surface, result);
  const { renamed } = largest;
  for (let i = 0; i < count; i++) {
    if (renamed[i] === GONE) continue;
    for (let axis = 0; axis < 3; axis++) result.positions[renamed[i] * 3 + axis] = surface.positions[i * 3 + axis];
  }
  return result;
}

/** The number of a vertex that is left out. */
const GONE = 0xffffffff;

interface Component {
  vertices: number;
  triangles: number;
  /** [V] new number of each vertex of the whole surface, {@link GONE} where it is left out. */
  renamed: Uint32Array;
}

/** The connected component with the most triangles. @param roots, counts [V] workspace, one of which is taken into the result. */
export function largestComponent(indices: Uint32Array, roots: Uint32Array, counts: Uint32Array): Component {
  findComponents(indices, roots);
  counts.fill(0);
  for (let i = 0; i < indices.length; i += 3) counts[roots[indices[i]]]++;
  let largest = 0;
  for (let i = 1; i < counts.length; i++) if (counts[i] > counts[largest]) largest = i;
  const triangles = counts[largest] ?? 0;
  let vertices = 0;
  for (let i = 0; i < counts.length; i++) counts[i] = roots[i] === largest ? vertices++ : GONE;
  return { vertices, triangles, renamed: counts };
}

/** Copies edges and triangles of a component. */
export function gatherComponent(
  { renamed }: Component,
  from: Pick<Surface, "edges" | "indices">,
  to: Pick<Surface, "edges" | "indices">,
): void {
  for (let i = 0; i < renamed.length; i++) {
    if (renamed[i] === GONE) continue;
    for (let end = 0; end < 2; end++) to.edges[renamed[i] * 2 + end] = from.edges[i * 2 + end];
  }
  let at = 0;
  for (let i = 0; i < from.indices.length; i += 3) {
    if (renamed[from.indices[i]] === GONE) continue;
    for (let corner = 0; corner < 3; corner++) to.indices[at++] = renamed[from.indices[i + corner]];
  }
}

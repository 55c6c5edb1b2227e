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
export function keepLargestComponent(kernels: Kernels, surface: Surface): Surface {
  const { scratch } = kernels;
  const { indices } = surface;
  const count = surface.positions.length / 3;
  const roots = findComponents(indices, scratch.u32(count));
  const triangles = scratch.u32(count).fill(0);
  for (let i = 0; i < indices.length; i += 3) triangles[roots[indices[i]]]++;
  let largest = 0;
  for (let i = 1; i < count; i++) if (triangles[i] > triangles[largest]) largest = i;
  if (triangles[largest] * 3 === indices.length || count === 0) return surface;
  const renamed = scratch.u32(count);
  let kept = 0;
  for (let i = 0; i < count; i++) if (roots[i] === largest) renamed[i] = kept++;
  const result: Surface = {
    positions: scratch.f32(kept * 3),
    indices: scratch.u32(triangles[largest] * 3),
    edges: scratch.u32(kept * 2),
  };
  for (let i = 0; i < count; i++) {
    if (roots[i] !== largest) continue;
    for (let axis = 0; axis < 3; axis++) result.positions[renamed[i] * 3 + axis] = surface.positions[i * 3 + axis];
    for (let end = 0; end < 2; end++) result.edges[renamed[i] * 2 + end] = surface.edges[i * 2 + end];
  }
  let at = 0;
  for (let i = 0; i < indices.length; i += 3) {
    if (roots[indices[i]] !== largest) continue;
    for (let corner = 0; corner < 3; corner++) result.indices[at++] = renamed[indices[i + corner]];
  }
  return result;
}

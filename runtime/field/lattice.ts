/**
 * The part of a tetrahedral grid that carries a surface: the grid vertices at the ends of crossed edges. With the distances frozen it
 * is all that moving the surface by grid offsets needs, and the connectivity that marching gave stays (DMTet, Shen et al. 2021).
 */

import { cubeTetrahedra } from "../kernels/tet-table.ts";
import type { Surface } from "./march.ts";
import type { TetGrid } from "./tetgrid.ts";

export interface Lattice {
  /** Cells along an edge of the grid. */
  resolution: number;
  /** Shape [lattice]: grid vertices, ascending; see {@link TetGrid} for their numbers. */
  ids: Uint32Array;
  /** Shape [lattice]: signed distance. */
  distances: Float32Array;
  /** Shape [lattice, 3]: displacement from the regular grid, in units of space. */
  offsets: Float32Array;
  /** Shape [vertices, 2]: places in `ids` of the ends of each surface vertex's edge. */
  edges: Uint32Array;
}

/** Takes the lattice behind a surface out of a grid, onto the JavaScript heap. */
export function extractLattice(grid: TetGrid, surface: Surface): Lattice {
  const ids = Uint32Array.from(new Set(surface.edges)).sort();
  const places = new Map(Array.from(ids, (id, place) => [id, place]));
  const offsets = new Float32Array(ids.length * 3);
  ids.forEach((id, place) => {
    offsets.set(grid.offsets.subarray(id * 3, id * 3 + 3), place * 3);
  });
  return {
    resolution: grid.resolution,
    ids,
    distances: Float32Array.from(ids, (id) => grid.sdf[id]),
    offsets,
    edges: Uint32Array.from(surface.edges, (id) => places.get(id)!),
  };
}

/** Undisplaced positions of the lattice, shape [lattice, 3], written into `out`. */
export function restPositions({ resolution, ids }: Lattice, out: Float32Array): Float32Array {
  const side = resolution + 1;
  ids.forEach((id, i) => {
    const steps = [id % side, Math.floor(id / side) % side, Math.floor(id / (side * side))];
    for (let c = 0; c < 3; c++) out[i * 3 + c] = (steps[c] * 2) / resolution - 1;
  });
  return out;
}

/** Shape [vertices]: share of the way from the first to the second end of its edge at which a surface vertex lies. */
export function crossings({ distances, edges }: Lattice): Float32Array {
  return Float32Array.from({ length: edges.length / 2 }, (_, v) => {
    const [a, b] = [distances[edges[v * 2]], distances[edges[v * 2 + 1]]];
    return a / (a - b);
  });
}

/** Moves surface vertices with the lattice: `out` = `base` + (1−w)·move of one end + w·move of the other; all shape [·, 3]. */
export function moveSurface(
  { edges }: Lattice,
  weights: Float32Array,
  base: Float32Array,
  moves: Float32Array,
  out: Float32Array,
): void {
  for (let v = 0; v < weights.length; v++) {
    const [a, b, w] = [edges[v * 2] * 3, edges[v * 2 + 1] * 3, weights[v]];
    for (let c = 0; c < 3; c++) out[v * 3 + c] = base[v * 3 + c] + (1 - w) * moves[a + c] + w * moves[b + c];
  }
}

/** Adds to `moveGradient` [lattice, 3] what follows from `positionGradient` [vertices, 3]. */
export function moveSurfaceBackward(
  { edges }: Lattice,
  weights: Float32Array,
  positionGradient: Float32Array,
  moveGradient: Float32Array,
): void {
  for (let v = 0; v < weights.length; v++) {
    const [a, b, w] = [edges[v * 2] * 3, edges[v * 2 + 1] * 3, weights[v]];
    for (let c = 0; c < 3; c++) {
      moveGradient[a + c] += (1 - w) * positionGradient[v * 3 + c];
      moveGradient[b + c] += w * positionGradient[v * 3 + c];
    }
  }
}

/** Shape [tetrahedra, 4]: places of the corners of every tetrahedron that the surface crosses, positively oriented at rest. */
export function surfaceTetrahedra({ resolution, ids, distances }: Lattice): Uint32Array {
  const side = resolution + 1;
  const places = new Map(Array.from(ids, (id, place) => [id, place]));
  const step = (corner: number) => (corner & 1) + ((corner >> 1) & 1) * side + (corner >> 2) * side * side;
  const shapes = cubeTetrahedra().map((corners) => corners.map(step));
  const out: number[] = [];
  // Every tetrahedron of a cube has the cube's smallest vertex, so a crossed one is found from it.
  for (const id of ids) {
    for (const shape of shapes) {
      const corners = shape.map((offset) => places.get(id + offset) ?? -1);
      if (corners.includes(-1)) continue;
      const inside = corners.filter((place) => distances[place] < 0).length;
      if (inside > 0 && inside < 4) out.push(...corners);
    }
  }
  return Uint32Array.from(out);
}

/** Six times the signed volume of every tetrahedron. @param positions Shape [lattice, 3]. */
export function tetrahedronVolumes(positions: Float32Array, tetrahedra: Uint32Array): Float32Array {
  const out = new Float32Array(tetrahedra.length / 4);
  for (let t = 0; t < out.length; t++) {
    const o = tetrahedra[4 * t] * 3;
    const a = tetrahedra[4 * t + 1] * 3;
    const b = tetrahedra[4 * t + 2] * 3;
    const c = tetrahedra[4 * t + 3] * 3;
    const [ox, oy, oz] = [positions[o], positions[o + 1], positions[o + 2]];
    const [ax, ay, az] = [positions[a] - ox, positions[a + 1] - oy, positions[a + 2] - oz];
    const [bx, by, bz] = [positions[b] - ox, positions[b + 1] - oy, positions[b + 2] - oz];
    const [cx, cy, cz] = [positions[c] - ox, positions[c + 1] - oy, positions[c + 2] - oz];
    out[t] = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return out;
}

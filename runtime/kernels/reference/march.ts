/** Readable twin of `assembly/march.ts`. Vertex index = x + side·(y + side·z). */

import { buildTetTable, TABLE_STRIDE } from "../tet-table.ts";

export interface MarchedMesh {
  edges: number[];
  indices: number[];
}

/** Grid vertex at corner bits (x, y, z) of a cell, or the step along a direction. */
const step = (bits: number, side: number) => (bits & 1) + ((bits >> 1) & 1) * side + (bits >> 2) * side * side;

/** Marches the listed cells; a vertex is made when its edge is first met. */
export function marchCells(cells: Iterable<number>, sdf: ArrayLike<number>, side: number): MarchedMesh {
  const table = buildTetTable();
  const vertices = new Map<string, number>();
  const mesh: MarchedMesh = { edges: [], indices: [] };
  for (const cell of cells) {
    let mask = 0;
    for (let corner = 0; corner < 8; corner++) if (sdf[cell + step(corner, side)] < 0) mask |= 1 << corner;
    const row = table.subarray(mask * TABLE_STRIDE, (mask + 1) * TABLE_STRIDE);
    for (const code of row.subarray(1, 1 + row[0] * 3)) {
      const start = cell + step(code >> 3, side);
      const end = start + step(code & 7, side);
      const key = `${start}-${end}`;
      const vertex = vertices.get(key) ?? vertices.size;
      if (vertex === vertices.size) {
        vertices.set(key, vertex);
        mesh.edges.push(start, end);
      }
      mesh.indices.push(vertex);
    }
  }
  return mesh;
}

/** Position of a displaced grid vertex. */
function gridPoint(vertex: number, side: number, offsets: ArrayLike<number>): number[] {
  const index = [vertex % side, Math.floor(vertex / side) % side, Math.floor(vertex / side ** 2)];
  return index.map((i, axis) => (i * 2) / (side - 1) - 1 + offsets[vertex * 3 + axis]);
}

/** Where the distance is 0 on every edge, by linear interpolation; shape [vertices, 3]. */
export function marchPositions(
  edges: ArrayLike<number>,
  sdf: ArrayLike<number>,
  offsets: ArrayLike<number>,
  side: number,
): Float32Array {
  const positions = new Float32Array((edges.length / 2) * 3);
  for (let i = 0; i < edges.length / 2; i++) {
    const [a, b] = [edges[i * 2], edges[i * 2 + 1]];
    const w = sdf[a] / (sdf[a] - sdf[b]);
    const [p, q] = [gridPoint(a, side, offsets), gridPoint(b, side, offsets)];
    for (let axis = 0; axis < 3; axis++) positions[i * 3 + axis] = p[axis] + w * (q[axis] - p[axis]);
  }
  return positions;
}

/** Gradients with respect to every vertex's distance [side³] and displacement [side³, 3]. */
export function marchBackward(
  edges: ArrayLike<number>,
  sdf: ArrayLike<number>,
  offsets: ArrayLike<number>,
  side: number,
  positionGradient: ArrayLike<number>,
): { sdf: Float32Array; offsets: Float32Array } {
  const gradient = { sdf: new Float32Array(side ** 3), offsets: new Float32Array(side ** 3 * 3) };
  for (let i = 0; i < edges.length / 2; i++) {
    const [a, b] = [edges[i * 2], edges[i * 2 + 1]];
    const gap = sdf[a] - sdf[b];
    const w = sdf[a] / gap;
    const [p, q] = [gridPoint(a, side, offsets), gridPoint(b, side, offsets)];
    for (let axis = 0; axis < 3; axis++) {
      const d = positionGradient[i * 3 + axis];
      gradient.offsets[a * 3 + axis] += d * (1 - w);
      gradient.offsets[b * 3 + axis] += d * w;
      const dw = d * (q[axis] - p[axis]);
      gradient.sdf[a] += (-sdf[b] / gap ** 2) * dw;
      gradient.sdf[b] += (sdf[a] / gap ** 2) * dw;
    }
  }
  return gradient;
}

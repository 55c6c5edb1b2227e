import { findComponents } from "../../../mesh/components.ts";
import type { PartLevel } from "./part-level.ts";

/** Cells along each axis of the head that pieces are sorted by. */
const CELLS = 32;

/**
 * The same mesh with its connected pieces in another order: neighbours on the head one after the other (Morton order). What lies
 * together in memory compresses best.
 */
export function sortPieces({ positions, normals, uvs, colors, triangles }: PartLevel): PartLevel {
  const count = positions.length / 3;
  const parents = findComponents(triangles, new Uint32Array(count));
  const pieces = new Map<number, { vertices: number[]; triangles: number[] }>();
  const pieceOf = (v: number) => {
    const found = pieces.get(parents[v]) ?? { vertices: [], triangles: [] };
    pieces.set(parents[v], found);
    return found;
  };
  for (let v = 0; v < count; v++) pieceOf(v).vertices.push(v);
  for (let t = 0; t < triangles.length; t += 3) {
    pieceOf(triangles[t]).triangles.push(triangles[t], triangles[t + 1], triangles[t + 2]);
  }
  const sorted = [...pieces.values()].map((piece) => ({ piece, code: morton(positions, piece.vertices[0]) }));
  sorted.sort((a, b) => a.code - b.code);
  const order = sorted.flatMap(({ piece }) => piece.vertices);
  const place = new Map(order.map((v, i) => [v, i]));
  const pick = (values: ArrayLike<number>, size: number) =>
    order.flatMap((v) => Array.from({ length: size }, (_, c) => values[size * v + c]));
  return {
    positions: pick(positions, 3),
    normals: pick(normals, 3),
    uvs: pick(uvs, 2),
    ...(colors ? { colors: pick(colors, 3) } : {}),
    triangles: sorted.flatMap(({ piece }) => piece.triangles.map((v) => place.get(v) as number)),
  };
}

function morton(positions: ArrayLike<number>, v: number): number {
  const cells = [0, 1, 2].map((c) => Math.floor(((positions[3 * v + c] + 1.2) / 2.4) * CELLS));
  let code = 0;
  for (let bit = 4; bit >= 0; bit--) {
    for (const cell of cells) code = 2 * code + ((Math.min(CELLS - 1, Math.max(0, cell)) >> bit) & 1);
  }
  return code;
}

import { findComponents } from "../../../../../runtime/mesh/components.ts";
import { patch } from "../../core/cards.ts";
import { type Draft, vertex } from "../../core/mesh.ts";
import type { Vec } from "../../core/vector.ts";

/**
 * Ties all pieces together by slivers that lie in the hair, so that what moves with expressions moves as one:
 * pieces are told apart by shared places, and each goes with the skin that its root stands on.
 */
export function joinPieces(to: Draft): void {
  const count = to.positions.length / 3;
  const pieces = findComponents(Uint32Array.from(to.triangles), new Uint32Array(count));
  const order = [...new Set(pieces)];
  const place = (v: number): Vec => [to.positions[v * 3], to.positions[v * 3 + 1], to.positions[v * 3 + 2]];
  const normal = (v: number): Vec => [to.normals[v * 3], to.normals[v * 3 + 1], to.normals[v * 3 + 2]];
  const members = order.map((piece) => {
    const found: number[] = [];
    for (let v = 0; v < count; v++) if (pieces[v] === piece) found.push(v);
    return found;
  });
  const { u, v } = patch("solid", 0);
  const joined = [...members[0]];
  for (const piece of members.slice(1)) {
    let best = { a: joined[0], b: piece[0], gap: Infinity };
    for (const b of piece) {
      const [x, y, z] = place(b);
      for (const a of joined) {
        const gap = (to.positions[a * 3] - x) ** 2 + (to.positions[a * 3 + 1] - y) ** 2 + (to.positions[a * 3 + 2] - z) ** 2;
        if (gap < best.gap) best = { a, b, gap };
      }
    }
    const at = to.triangles.indexOf(best.a);
    const beside = to.triangles[at % 3 === 2 ? at - 1 : at + 1];
    const corners = [best.a, beside, best.b].map((k, i) => vertex(to, place(k), normal(k), [u[0] + ((u[1] - u[0]) * i) / 8, v[0]]));
    to.triangles.push(corners[0], corners[1], corners[2]);
    joined.push(...piece);
  }
}

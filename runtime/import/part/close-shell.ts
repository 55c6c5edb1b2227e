import { openEdges } from "../../mesh/open-edges.ts";
import type { TriMesh } from "../../mesh/types.ts";

/**
 * Gives an open surface an inside: the same triangles again, turned over and `thickness` further in, and a wall along
 * every edge that has a triangle on one side alone. A closed surface comes back as it is.
 * @param normals [V, 3] outwards. @returns the mesh, and for each of its triangles the one it was made of.
 */
export function closeShell(
  { positions, indices }: TriMesh,
  normals: Float32Array,
  thickness: number,
): TriMesh & { of: Uint32Array } {
  const border = openEdges(indices, positions.length / 3);
  const own = Uint32Array.from({ length: indices.length / 3 }, (_, t) => t);
  if (border.length === 0) return { positions, indices, of: own };
  const count = positions.length / 3;
  const inner = positions.map((x, i) => x - thickness * normals[i]);
  const triangles = [...indices];
  const of = [...own];
  for (const t of own) {
    const [a, b, c] = indices.subarray(3 * t, 3 * t + 3);
    triangles.push(count + a, count + c, count + b);
    of.push(t);
  }
  for (const { a, b, triangle } of border) {
    triangles.push(b, a, count + a, b, count + a, count + b);
    of.push(triangle, triangle);
  }
  return {
    positions: Float32Array.from([...positions, ...inner]),
    indices: Uint32Array.from(triangles),
    of: Uint32Array.from(of),
  };
}

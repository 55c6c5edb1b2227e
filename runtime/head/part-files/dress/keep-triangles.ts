import { gatherRows } from "../../../mesh/gather-rows.ts";
import type { LayerMesh, MorphTarget } from "../../layers/types.ts";

/** A mesh of some of its triangles, with the vertices that they use. */
export function keepTriangles(mesh: LayerMesh, triangles: number[]): LayerMesh {
  const used = [...new Set(triangles)].sort((a, b) => a - b);
  const place = new Map(used.map((v, i) => [v, i]));
  const pick = <T extends Float32Array | Uint8Array>(values: T, size: number): T => gatherRows(values, used, size);
  const welds = new Map<number, number>();
  for (const [i, v] of used.entries()) if (!welds.has(mesh.weld[v])) welds.set(mesh.weld[v], i);
  const targets = new Map<string, MorphTarget>();
  for (const [name, { indices, positions, normals }] of mesh.targets) {
    const rows = [...indices.keys()].filter((row) => place.has(indices[row]));
    targets.set(name, {
      indices: Uint32Array.from(rows, (row) => place.get(indices[row]) as number),
      positions: gatherRows(positions, rows, 3),
      normals: gatherRows(normals, rows, 3),
    });
  }
  return {
    positions: pick(mesh.positions, 3),
    normals: pick(mesh.normals, 3),
    uvs: pick(mesh.uvs, 2),
    ...(mesh.colors ? { colors: pick(mesh.colors, 3) } : {}),
    triangles: Uint32Array.from(triangles, (v) => place.get(v) as number),
    weld: Uint32Array.from(used, (v) => welds.get(mesh.weld[v]) as number),
    joints: pick(mesh.joints, 4),
    weights: pick(mesh.weights, 4),
    targets,
  };
}

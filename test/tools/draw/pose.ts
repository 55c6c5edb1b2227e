import type { LayerMesh } from "../../../runtime/head/layers/types.ts";

/** Places and unit normals of a mesh under a mix of its targets, by name; names that it has not are passed over. */
export function poseMesh(mesh: LayerMesh, weights: Record<string, number>) {
  const positions = mesh.positions.slice();
  const normals = mesh.normals.slice();
  for (const [name, weight] of Object.entries(weights)) {
    const target = mesh.targets.get(name);
    if (!target || weight === 0) continue;
    for (const [i, v] of target.indices.entries()) {
      for (let c = 0; c < 3; c++) {
        positions[3 * v + c] += weight * target.positions[3 * i + c];
        normals[3 * v + c] += weight * target.normals[3 * i + c];
      }
    }
  }
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]) || 1;
    for (let c = 0; c < 3; c++) normals[i + c] /= length;
  }
  return { positions, normals };
}

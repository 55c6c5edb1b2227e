import type { LayerMesh, Surface } from "../../../head/layers/types.ts";

/** F32 [V, 3] linear: factors of surfaces multiplied onto what their vertices have. */
export function vertexColors(members: { surface: Surface; mesh: LayerMesh }[]): Float32Array {
  const count = members.reduce((sum, { mesh }) => sum + mesh.positions.length, 0);
  const out = new Float32Array(count);
  let at = 0;
  for (const { surface, mesh } of members) {
    const color = surface.color ?? [1, 1, 1, 1];
    for (let i = 0; i < mesh.positions.length; i++) out[at++] = color[i % 3] * (mesh.colors?.[i] ?? 1);
  }
  return out;
}

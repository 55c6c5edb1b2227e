import type { FixedMesh } from "../color/render-color.ts";
import type { Tools } from "../engine.ts";
import type { FinishedGeometry } from "../files/geometry-file.ts";

/** Copies a surface into kernel memory for the rest of the job. */
export function keepMesh({ kernels }: Tools, { positions, indices, canonical }: FinishedGeometry): FixedMesh {
  const mesh: FixedMesh = {
    positions: kernels.store.f32(positions.length),
    indices: kernels.store.u32(indices.length),
  };
  mesh.positions.set(positions);
  mesh.indices.set(indices);
  if (canonical === positions) return mesh;
  const kept = kernels.store.f32(canonical.length);
  kept.set(canonical);
  return { ...mesh, canonical: kept };
}

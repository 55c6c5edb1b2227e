import type { FixedMesh } from "../color/render-color.ts";
import type { Tools } from "../engine.ts";
import type { FinishedGeometry } from "../files/geometry-file.ts";
import type { NormalSurface } from "../geometry/render-normals.ts";

/** Copies a surface into kernel memory, where it stays until the store is released. */
export function keepSurface({ kernels }: Pick<Tools, "kernels">, { positions, indices }: NormalSurface): NormalSurface {
  const kept = { positions: kernels.store.f32(positions.length), indices: kernels.store.u32(indices.length) };
  kept.positions.set(positions);
  kept.indices.set(indices);
  return kept;
}

/** Copies a finished head into kernel memory for the rest of the job. */
export function keepMesh(tools: Tools, { positions, indices, canonical }: FinishedGeometry): FixedMesh {
  const mesh = keepSurface(tools, { positions, indices });
  if (canonical === positions) return mesh;
  const kept = tools.kernels.store.f32(canonical.length);
  kept.set(canonical);
  return { ...mesh, canonical: kept };
}

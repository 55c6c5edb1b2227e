/**
 * Smoothness of a surface, as threestudio defines it for the paper. Both losses expect a closed, consistently oriented mesh: every edge
 * is then met once in each direction, and the triangles alone list every edge and every neighbour once.
 */

import { type Kernels, pointer } from "../kernels/load.ts";

/**
 * Mean over edges of 1 − cos(angle between the unit normals at its ends).
 * Adds weight times its gradient to `normalGradient` [n, 3].
 * @returns The loss, not weighted.
 */
export function normalConsistency(
  kernels: Kernels,
  normals: Float32Array,
  indices: Uint32Array,
  weight: number,
  normalGradient: Float32Array,
): number {
  return kernels.wasm.normalConsistency(
    pointer(kernels, indices),
    indices.length / 3,
    pointer(kernels, normals),
    weight,
    pointer(kernels, normalGradient),
  );
}

/**
 * Mean over vertices of ‖Σ over neighbours of (p − p_neighbour)‖: the uniform Laplacian.
 * Adds weight times its gradient to `positionGradient` [n, 3].
 * @returns The loss, not weighted.
 */
export function laplacian(
  kernels: Kernels,
  positions: Float32Array,
  indices: Uint32Array,
  weight: number,
  positionGradient: Float32Array,
): number {
  const mark = kernels.scratch.mark();
  const workspace = kernels.scratch.f32(positions.length);
  const loss = kernels.wasm.laplacian(
    pointer(kernels, indices),
    indices.length / 3,
    pointer(kernels, positions),
    positions.length / 3,
    weight,
    pointer(kernels, positionGradient),
    pointer(kernels, workspace),
  );
  kernels.scratch.release(mark);
  return loss;
}

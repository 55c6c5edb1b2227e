/** Area-weighted vertex normals and their gradient. */

import { type Kernels, pointer } from "../kernels/load.ts";

export interface AreaNormals {
  /** Shape [n, 3], unit length (0 at a vertex without area). */
  normals: Float32Array;
  /** Shape [n]: length of the sum of the faces' cross products. */
  lengths: Float32Array;
}

/** @param positions Shape [n, 3], in kernel memory. */
export function areaNormals(kernels: Kernels, positions: Float32Array, indices: Uint32Array): AreaNormals {
  const count = positions.length / 3;
  const normals = kernels.scratch.f32(count * 3);
  const lengths = kernels.scratch.f32(count);
  kernels.wasm.vertexNormals(
    pointer(kernels, positions),
    count,
    pointer(kernels, indices),
    indices.length / 3,
    pointer(kernels, normals),
    pointer(kernels, lengths),
  );
  return { normals, lengths };
}

/** Adds to `positionGradient` [n, 3] what follows from `normalGradient` [n, 3]. */
export function areaNormalsBackward(
  kernels: Kernels,
  positions: Float32Array,
  indices: Uint32Array,
  pass: AreaNormals,
  normalGradient: Float32Array,
  positionGradient: Float32Array,
): void {
  const mark = kernels.scratch.mark();
  kernels.wasm.vertexNormalsBackward(
    pointer(kernels, positions),
    positions.length / 3,
    pointer(kernels, indices),
    indices.length / 3,
    pointer(kernels, pass.normals),
    pointer(kernels, pass.lengths),
    pointer(kernels, normalGradient),
    pointer(kernels, positionGradient),
    pointer(kernels, kernels.scratch.f32(positions.length)),
  );
  kernels.scratch.release(mark);
}

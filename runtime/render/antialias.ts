/**
 * Analytic antialiasing of silhouettes after Laine et al. 2020, section 3.4: where a silhouette edge crosses the line between two
 * neighbouring pixel centres, the pixel it cuts into takes a share of the other's colour. This is what gives outlines a gradient.
 *
 * Unlike theirs, the edge need not belong to the triangle seen at the pixel: on a smooth surface the triangles at an outline are seen
 * edge-on and rarely cover a pixel centre. Seams start from the silhouette edges and are confirmed by a walk over the mesh.
 */

import { type Kernels, pointer } from "../kernels/load.ts";
import type { Raster } from "./rasterise.ts";

/** Corners around every vertex, to find the triangle behind an edge; depends on connectivity alone. Lives in scratch memory. */
export interface VertexFans {
  /** Shape [vertices + 1]: where a vertex's corners begin. */
  starts: Uint32Array;
  /** Shape [triangles · 3]: corners (positions in `indices`), grouped by vertex, ascending. */
  corners: Uint32Array;
}

/** What the backward pass needs. */
export interface AntialiasPass {
  /** The input image. */
  image: Float32Array;
  channels: number;
  /** Shape [size, size, channels], in scratch memory. */
  output: Float32Array;
  /** Shape [seamCount, 5]: near pixel, far pixel, two vertices of the edge, distance of the crossing from the near centre (float bits). */
  seams: Uint32Array;
  seamCount: number;
}

export function vertexFans(kernels: Kernels, indices: Uint32Array, vertexCount: number): VertexFans {
  const starts = kernels.scratch.u32(vertexCount + 1);
  const corners = kernels.scratch.u32(indices.length);
  kernels.wasm.vertexFans(
    pointer(kernels, indices),
    indices.length / 3,
    vertexCount,
    pointer(kernels, starts),
    pointer(kernels, corners),
  );
  return { starts, corners };
}

/**
 * @param indices A closed mesh, counter-clockwise seen from outside.
 * @param image Shape [size, size, channels], in kernel memory; left as it is.
 * @param screen Shape [n, 4] from `projectVertices`.
 */
export function antialias(
  kernels: Kernels,
  image: Float32Array,
  channels: number,
  raster: Raster,
  screen: Float32Array,
  indices: Uint32Array,
  fans: VertexFans,
): AntialiasPass {
  const { size } = raster;
  const output = kernels.scratch.f32(size * size * channels);
  const capacity = size * size * 2;
  const seams = kernels.scratch.u32(capacity * 5);
  const vertexCount = fans.starts.length - 1;
  const mark = kernels.scratch.mark();
  const flags = kernels.scratch.u8(vertexCount);
  const seamCount = kernels.wasm.antialias(
    size,
    channels,
    pointer(kernels, image),
    pointer(kernels, raster.triangles),
    pointer(kernels, raster.inverseDepth),
    pointer(kernels, screen),
    pointer(kernels, indices),
    indices.length / 3,
    vertexCount,
    pointer(kernels, fans.starts),
    pointer(kernels, fans.corners),
    pointer(kernels, flags),
    pointer(kernels, output),
    pointer(kernels, seams),
    capacity,
  );
  kernels.scratch.release(mark);
  return { image, channels, output, seams, seamCount };
}

/**
 * Sets `imageGradient` [size, size, channels] and adds to `screenGradient` [n, 2] (with respect to u and v of the vertices) what follows
 * from `outputGradient` [size, size, channels].
 */
export function antialiasBackward(
  kernels: Kernels,
  pass: AntialiasPass,
  size: number,
  screen: Float32Array,
  outputGradient: Float32Array,
  imageGradient: Float32Array,
  screenGradient: Float32Array,
): void {
  kernels.wasm.antialiasBackward(
    pointer(kernels, pass.seams),
    pass.seamCount,
    size,
    pass.channels,
    pointer(kernels, pass.image),
    pointer(kernels, screen),
    pointer(kernels, outputGradient),
    pointer(kernels, imageGradient),
    pointer(kernels, screenGradient),
  );
}

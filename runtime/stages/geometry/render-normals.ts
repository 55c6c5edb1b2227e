import type { Kernels } from "../../kernels/load.ts";
import { type AreaNormals, areaNormals, areaNormalsBackward } from "../../mesh/area-normals.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import { type AntialiasPass, antialias, antialiasBackward, vertexFans } from "../../render/antialias.ts";
import { type Camera, type CameraFrame, cameraFrame, projectBackward, projectVertices } from "../../render/camera.ts";
import { downsample, downsampleBackward } from "../../render/downsample.ts";
import { laplacian, normalConsistency } from "../../render/mesh-losses.ts";
import { type Raster, rasterise } from "../../render/rasterise.ts";
import { shadeNormals, shadeNormalsBackward } from "../../render/shade-normals.ts";

/** A surface in kernel memory. */
export interface NormalSurface {
  /** [vertices, 3]. */
  positions: Float32Array;
  /** [triangles, 3]. */
  indices: Uint32Array;
  /** Cards among the triangles. */
  cutout?: Cutout;
  /** Normals of the last vertices, which stay what they are: single cards are no surface. */
  fixed?: Float32Array;
}

/** A rendered normal map with what its backward pass needs; lives in scratch memory. */
export interface NormalRender {
  /** [size, size, channels] in [0, 1]. */
  image: Float32Array;
  channels: 3 | 4;
  surface: NormalSurface;
  frame: CameraFrame;
  /** Pixels of the supersampled render. */
  renderSize: number;
  supersample: number;
  screen: Float32Array;
  raster: Raster;
  normals: AreaNormals;
  edges: AntialiasPass;
}

/** Weights of the two smoothness losses of the geometry stage. */
export interface SmoothnessWeights {
  normalConsistency: number;
  laplacian: number;
  /** Triangles whose normals are kept consistent; the whole surface where left out. */
  consistent?: Uint32Array;
}

/**
 * Renders camera-space normals with antialiased silhouettes.
 * @param surface its cards, if it has any, in kernel memory. @param supersample 1 or 2. @param channels 3, or 4 to append coverage.
 */
export function renderNormals(
  kernels: Kernels,
  surface: NormalSurface,
  camera: Camera,
  size: number,
  supersample: number,
  channels: 3 | 4 = 3,
): NormalRender {
  const renderSize = size * supersample;
  const frame = cameraFrame(camera);
  const screen = projectVertices(kernels, frame, renderSize, surface.positions);
  const raster = rasterise(kernels, screen, surface.indices, renderSize, {
    cullBackfaces: true,
    cutout: surface.cutout,
  });
  const normals = areaNormals(kernels, surface.positions, surface.indices);
  if (surface.fixed) normals.normals.set(surface.fixed, normals.normals.length - surface.fixed.length);
  const shaded = shadeNormals(kernels, frame, raster, surface.indices, normals.normals, channels);
  const fans = vertexFans(kernels, surface.indices, surface.positions.length / 3);
  const edges = antialias(kernels, shaded, channels, raster, screen, surface.indices, fans);
  const image = supersample === 1 ? edges.output : downsample(kernels, edges.output, renderSize, channels);
  return { image, channels, surface, frame, renderSize, supersample, screen, raster, normals, edges };
}

/**
 * Gradient of an image loss and of the smoothness losses with respect to the surface's positions.
 * @param dImage [size, size, channels], in kernel memory.
 * @returns [vertices, 3], in scratch memory.
 */
export function renderNormalsBackward(
  kernels: Kernels,
  render: NormalRender,
  dImage: Float32Array,
  weights: SmoothnessWeights,
): Float32Array {
  const { surface, frame, renderSize, screen, raster, normals, edges, channels } = render;
  const { scratch } = kernels;
  const dOutput = render.supersample === 1 ? dImage : downsampleBackward(kernels, dImage, renderSize, channels);
  const dShaded = scratch.f32(renderSize * renderSize * channels);
  const dScreen = scratch.f32((surface.positions.length / 3) * 2).fill(0);
  const dNormals = scratch.f32(surface.positions.length).fill(0);
  const dPositions = scratch.f32(surface.positions.length).fill(0);
  antialiasBackward(kernels, edges, renderSize, screen, dOutput, dShaded, dScreen);
  shadeNormalsBackward(kernels, frame, raster, surface.indices, normals.normals, channels, dShaded, dNormals);
  const { consistent = surface.indices } = weights;
  normalConsistency(kernels, normals.normals, consistent, weights.normalConsistency, dNormals);
  if (surface.fixed) dNormals.fill(0, dNormals.length - surface.fixed.length);
  areaNormalsBackward(kernels, surface.positions, surface.indices, normals, dNormals, dPositions);
  projectBackward(kernels, frame, renderSize, surface.positions, screen, dScreen, dPositions);
  laplacian(kernels, surface.positions, surface.indices, weights.laplacian, dPositions);
  return dPositions;
}

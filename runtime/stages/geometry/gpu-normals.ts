/** Normal maps of a surface and the gradient of its positions on a GPU: the verbs of `render-normals.ts`. */

import type { Gpu, GpuArray } from "../../kernels/gpu/gpu.ts";
import { keepFans } from "../../kernels/gpu/sums.ts";
import { type Camera, type CameraFrame, cameraFrame } from "../../render/camera.ts";
import * as picture from "../../render/gpu/picture.ts";
import * as outline from "../../render/gpu/surface.ts";
import type { NormalSurface, SmoothnessWeights } from "./render-normals.ts";

/** Connectivity, with the corners around every vertex. */
export interface GpuMeshFans extends picture.GpuMesh {
  fans: GpuArray;
}

export interface GpuNormalSurface {
  /** [vertices, 3]. */
  positions: GpuArray;
  mesh: GpuMeshFans;
  cutout?: picture.GpuCutout;
  /** Normals of the vertices from `free` on, which stay what they are. */
  fixed: GpuArray;
  free: number;
}

/** Lives in the GPU's scratch arrays. */
export interface GpuNormalRender {
  /** [size, size, channels] in [0, 1]. */
  image: GpuArray;
  channels: 3 | 4;
  surface: GpuNormalSurface;
  frame: CameraFrame;
  renderSize: number;
  supersample: number;
  screen: GpuArray;
  raster: picture.GpuRaster;
  /** [vertices, 4] as they follow from the positions. */
  normals: GpuArray;
  /** [vertices, 3] as they are shown. */
  directions: GpuArray;
  edges: outline.GpuAntialiasPass;
}

/** Triangles that do not change. @param indices [triangles, 3]. */
export function keepMesh(gpu: Gpu, indices: Uint32Array, vertices: number): GpuMeshFans {
  const kept = gpu.upload(new Uint32Array(indices));
  const fans = keepFans(gpu, kept, indices.length, vertices);
  return { indices: kept, triangles: indices.length / 3, vertices, fans };
}

/** A copy of a surface. */
export function keepSurface(gpu: Gpu, { positions, indices, cutout, fixed }: NormalSurface): GpuNormalSurface {
  const vertices = positions.length / 3;
  return {
    positions: gpu.upload(new Float32Array(positions)),
    mesh: keepMesh(gpu, indices, vertices),
    cutout: cutout && keepCutout(gpu, cutout),
    fixed: fixed ? gpu.upload(new Float32Array(fixed)) : gpu.zeros(1),
    free: vertices - (fixed?.length ?? 0) / 3,
  };
}

export function keepCutout(gpu: Gpu, cutout: NonNullable<NormalSurface["cutout"]>): picture.GpuCutout {
  const alpha = new Uint32Array(Math.ceil(cutout.alpha.length / 4));
  new Uint8Array(alpha.buffer).set(cutout.alpha);
  return { ...cutout, uvs: gpu.upload(new Float32Array(cutout.uvs)), alpha: gpu.upload(alpha) };
}

/** As `renderNormals`. */
export function renderNormals(
  gpu: Gpu,
  surface: GpuNormalSurface,
  camera: Camera,
  size: number,
  supersample: number,
  channels: 3 | 4 = 3,
): GpuNormalRender {
  const { positions, mesh, cutout, fixed, free } = surface;
  const renderSize = size * supersample;
  const frame = cameraFrame(camera);
  const screen = picture.projectVertices(gpu, frame, renderSize, positions, mesh.vertices);
  const raster = picture.rasterise(gpu, screen, mesh, renderSize, { cullBackfaces: true, cutout });
  const normals = outline.vertexNormals(gpu, positions, mesh, mesh.fans);
  const directions = outline.directions(gpu, normals, mesh.vertices, { fixed, free });
  const shaded = picture.shadeNormals(gpu, frame, raster, mesh, directions, channels);
  const edges = outline.antialias(gpu, shaded, channels, raster, screen, mesh, mesh.fans);
  const image = picture.show(gpu, edges.output, { renderSize, supersample, channels });
  return { image, channels, surface, frame, renderSize, supersample, screen, raster, normals, directions, edges };
}

/** As `renderNormalsBackward`. @param consistent triangles whose normals are kept consistent. @returns [vertices, 3]. */
export function renderNormalsBackward(
  gpu: Gpu,
  render: GpuNormalRender,
  dImage: GpuArray,
  weights: Pick<SmoothnessWeights, "normalConsistency" | "laplacian">,
  consistent: GpuMeshFans = render.surface.mesh,
): GpuArray {
  const { surface, frame, renderSize, screen, raster, normals, directions, edges, channels } = render;
  const { positions, mesh, free } = surface;
  const { vertices, fans } = mesh;
  const dOutput = picture.showBackward(gpu, dImage, render);
  const [dScreen, dPositions] = [gpu.scratchZeros(vertices * 2), gpu.scratchZeros(vertices * 3)];
  const dNormals = gpu.scratchZeros(vertices * 3);
  const edge = { output: dOutput, screen: dScreen };
  const dShaded = outline.antialiasBackward(gpu, edges, renderSize, screen, vertices, edge);
  const shaded = { normals: directions, imageGradient: dShaded, normalGradient: dNormals };
  picture.shadeNormalsBackward(gpu, frame, raster, mesh, channels, shaded);
  outline.normalConsistency(gpu, normals, consistent, consistent.fans, weights.normalConsistency, dNormals);
  const moved = { positions, normals, normalGradient: dNormals, positionGradient: dPositions };
  outline.vertexNormalsBackward(gpu, mesh, fans, moved, free);
  const projected = { positions, screenGradient: dScreen, positionGradient: dPositions };
  picture.projectBackward(gpu, frame, renderSize, vertices, projected);
  if (weights.laplacian > 0) outline.laplacian(gpu, positions, mesh, fans, weights.laplacian, dPositions);
  return dPositions;
}

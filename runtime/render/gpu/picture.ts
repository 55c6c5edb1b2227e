/** From vertices to pictures on a GPU, and the gradients back: the verbs of `runtime/render/` on arrays of the GPU. */

import type { Gpu, GpuArray } from "../../kernels/gpu/gpu.ts";
import { addSums } from "../../kernels/gpu/sums.ts";
import type { Cutout } from "../../mesh/cutout.ts";
import type { CameraFrame } from "../camera.ts";

/** What is visible at every pixel, as `Raster` of `rasterise.ts`. */
export interface GpuRaster {
  size: number;
  triangles: GpuArray;
  barycentrics: GpuArray;
  inverseDepth: GpuArray;
}

/** Triangles of one picture. */
export interface GpuMesh {
  /** Shape [triangles, 3]. */
  indices: GpuArray;
  triangles: number;
  vertices: number;
}

/** Cards among the triangles; `alpha` is padded to whole words. */
export interface GpuCutout extends Pick<Cutout, "from" | "width" | "height" | "cutoff"> {
  uvs: GpuArray;
  alpha: GpuArray;
}

/** @param positions Shape [vertices, 3]. @returns Shape [vertices, 4]: u and v in pixels, depth, 1 / depth. */
export function projectVertices(
  gpu: Gpu,
  frame: CameraFrame,
  size: number,
  positions: GpuArray,
  vertices: number,
): GpuArray {
  const screen = gpu.scratch(vertices * 4);
  gpu.run("camera/project", vertices, cameraOf(frame, [vertices, size, 0, 0]), [positions, screen]);
  return screen;
}

/** Adds to `positionGradient` [vertices, 3] what follows from `screenGradient` [vertices, 2]. */
export function projectBackward(
  gpu: Gpu,
  frame: CameraFrame,
  size: number,
  vertices: number,
  arrays: { positions: GpuArray; screenGradient: GpuArray; positionGradient: GpuArray },
): void {
  const { positions, screenGradient, positionGradient } = arrays;
  const camera = cameraOf(frame, [vertices, size, 0, 0]);
  gpu.run("camera/backward", vertices, camera, [positions, screenGradient, positionGradient]);
}

/** No triangle is a card. */
const NONE = 0xffffffff;

/** As `rasterise`: equal depths go to the lower triangle, there is no clipping. @param screen from {@link projectVertices}, or (u, v, 1, 1). */
export function rasterise(
  gpu: Gpu,
  screen: GpuArray,
  { indices, triangles }: GpuMesh,
  size: number,
  options: { cullBackfaces?: boolean; cutout?: GpuCutout } = {},
): GpuRaster {
  const { cullBackfaces = false, cutout } = options;
  const pixels = size * size;
  const raster = {
    size,
    triangles: gpu.scratch(pixels),
    barycentrics: gpu.scratch(pixels * 3),
    inverseDepth: gpu.scratch(pixels),
  };
  const cards = [cutout?.from ?? NONE, cutout?.width ?? 0, cutout?.height ?? 0, cutout?.cutoff ?? 0];
  const u = [triangles, size, cullBackfaces ? 1 : 0, ...cards, 0];
  const { uvs = gpu.scratch(2), alpha = gpu.scratch(1) } = cutout ?? {};
  const drawn = [raster.triangles, raster.inverseDepth];
  gpu.run("rasterise/empty", pixels, { u }, drawn);
  for (const pass of [0, 1]) {
    gpu.run("rasterise/draw", triangles, { u: [...u.slice(0, 7), pass] }, [screen, indices, ...drawn, uvs, alpha]);
  }
  gpu.run("rasterise/share", pixels, { u }, [screen, indices, raster.triangles, raster.barycentrics]);
  return raster;
}

/** Adds to `screenGradient` [vertices, 2] what follows from `barycentricGradient` [size, size, 3]; depths are held. */
export function rasteriseBackward(
  gpu: Gpu,
  raster: GpuRaster,
  screen: GpuArray,
  { indices, triangles, vertices }: GpuMesh,
  gradients: { barycentrics: GpuArray; screen: GpuArray },
): void {
  const { size } = raster;
  const u = [triangles, size, 0, 0, 0, 0, 0, 0];
  addSums(gpu, gradients.barycentrics, size * size * 3, gradients.screen, vertices * 2, (sums) =>
    gpu.run("rasterise/backward", size * size, { u }, [
      ...sums,
      raster.triangles,
      screen,
      indices,
      raster.barycentrics,
      gradients.barycentrics,
    ]),
  );
}

/** @param attributes Shape [vertices, channels]. @returns Shape [size, size, channels]; 0 where nothing is. */
export function interpolate(
  gpu: Gpu,
  { size, triangles, barycentrics }: Pick<GpuRaster, "size" | "triangles" | "barycentrics">,
  { indices }: GpuMesh,
  attributes: GpuArray,
  channels: number,
): GpuArray {
  const image = gpu.scratch(size * size * channels);
  const u = [size * size, channels];
  gpu.run("interpolate/forward", size * size, { u }, [attributes, image, triangles, barycentrics, indices]);
  return image;
}

/** Adds to `attributeGradient` [vertices, channels]. @returns the gradient of the barycentrics. */
export function interpolateBackward(
  gpu: Gpu,
  raster: GpuRaster,
  mesh: GpuMesh,
  channels: number,
  arrays: { attributes: GpuArray; imageGradient: GpuArray; attributeGradient: GpuArray },
): GpuArray {
  const { attributes, imageGradient, attributeGradient } = arrays;
  const pixels = raster.size ** 2;
  const shares = gpu.scratch(pixels * 3);
  const seen = [raster.triangles, raster.barycentrics, mesh.indices];
  addSums(gpu, imageGradient, pixels * channels, attributeGradient, mesh.vertices * channels, (sums) =>
    gpu.run("interpolate/backward", pixels, { u: [pixels, channels] }, [
      ...sums,
      ...seen,
      attributes,
      imageGradient,
      shares,
    ]),
  );
  return shares;
}

/** Normal maps as `shadeNormals`. @param normals Shape [vertices, 3]. */
export function shadeNormals(
  gpu: Gpu,
  frame: CameraFrame,
  { size, triangles, barycentrics }: GpuRaster,
  { indices }: GpuMesh,
  normals: GpuArray,
  channels: 3 | 4 = 3,
): GpuArray {
  const image = gpu.scratch(size * size * channels);
  const view = cameraOf(frame, [size * size, channels, 0, 0]);
  gpu.run("shade-normals/forward", size * size, view, [normals, image, triangles, barycentrics, indices]);
  return image;
}

/** Adds to `normalGradient` [vertices, 3]. @returns the gradient of the barycentrics. */
export function shadeNormalsBackward(
  gpu: Gpu,
  frame: CameraFrame,
  raster: GpuRaster,
  mesh: GpuMesh,
  channels: 3 | 4,
  arrays: { normals: GpuArray; imageGradient: GpuArray; normalGradient: GpuArray },
): GpuArray {
  const { normals, imageGradient, normalGradient } = arrays;
  const pixels = raster.size ** 2;
  const shares = gpu.scratch(pixels * 3);
  const seen = [raster.triangles, raster.barycentrics, mesh.indices];
  addSums(gpu, imageGradient, pixels * channels, normalGradient, mesh.vertices * 3, (sums) =>
    gpu.run("shade-normals/backward", pixels, cameraOf(frame, [pixels, channels, 0, 0]), [
      ...sums,
      ...seen,
      normals,
      imageGradient,
      shares,
    ]),
  );
  return shares;
}

/** @param image Shape [size, size, channels], size even. @returns Shape [size/2, size/2, channels]. */
export function downsample(gpu: Gpu, image: GpuArray, size: number, channels: number): GpuArray {
  const output = gpu.scratch((size / 2) ** 2 * channels);
  gpu.run("downsample/forward", (size / 2) ** 2 * channels, { u: [size, channels] }, [image, output]);
  return output;
}

/** @returns Gradient of the image of `size`. */
export function downsampleBackward(gpu: Gpu, outputGradient: GpuArray, size: number, channels: number): GpuArray {
  const gradient = gpu.scratch(size * size * channels);
  gpu.run("downsample/backward", size * size * channels, { u: [size, channels] }, [outputGradient, gradient]);
  return gradient;
}

/** How a picture is drawn and shown: drawn at `renderSize`, shown at half of it where `supersample` is 2. */
export interface Sampling {
  renderSize: number;
  supersample: number;
  channels: number;
}

/** @returns What is shown of a picture drawn at `renderSize`; itself where it is not supersampled. */
export function show(gpu: Gpu, drawn: GpuArray, { renderSize, supersample, channels }: Sampling): GpuArray {
  return supersample === 1 ? drawn : downsample(gpu, drawn, renderSize, channels);
}

/** @param shown gradient of what {@link show} returns. @returns Gradient of what was drawn. */
export function showBackward(gpu: Gpu, shown: GpuArray, { renderSize, supersample, channels }: Sampling): GpuArray {
  return supersample === 1 ? shown : downsampleBackward(gpu, shown, renderSize, channels);
}

/** A scratch array with `values` in it, for what changes at every step. */
export function scratchOf(gpu: Gpu, values: Float32Array): GpuArray {
  const array = gpu.scratch(values.length);
  gpu.write(array, new Float32Array(values));
  return array;
}

/** @param u four words, so that the vectors behind them are aligned. */
function cameraOf({ right, up, back, eye, focal }: CameraFrame, u: readonly [number, number, number, number]) {
  return { u, f: [...right, 0, ...up, 0, ...back, 0, ...eye, focal] };
}

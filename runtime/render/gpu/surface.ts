/** Normals, smoothness and outlines of a mesh on a GPU, with their gradients; `fans` are from `vertexFans`. */

import type { Gpu, GpuArray } from "../../kernels/gpu/gpu.ts";
import { addSums } from "../../kernels/gpu/sums.ts";
import type { GpuMesh, GpuRaster } from "./picture.ts";

/** @param positions Shape [vertices, 3]. @returns Shape [vertices, 4]: unit normal, and the length of the faces' sum. */
export function vertexNormals(gpu: Gpu, positions: GpuArray, { indices, vertices }: GpuMesh, fans: GpuArray): GpuArray {
  const normals = gpu.scratch(vertices * 4);
  gpu.run("vertex-normals/forward", vertices, { u: [vertices] }, [positions, indices, fans, normals]);
  return normals;
}

/** @param fixed normals of the vertices from `free` on. @returns Shape [vertices, 3]: the normals to be shown. */
export function directions(
  gpu: Gpu,
  normals: GpuArray,
  vertices: number,
  { fixed, free }: { fixed: GpuArray; free: number },
): GpuArray {
  const shown = gpu.scratch(vertices * 3);
  gpu.run("vertex-normals/direct", vertices, { u: [vertices, free] }, [normals, fixed, shown]);
  return shown;
}

/** Adds to `positionGradient` [vertices, 3] what follows from `normalGradient` [vertices, 3]. @param free vertices whose normals count, the first ones. */
export function vertexNormalsBackward(
  gpu: Gpu,
  { indices, vertices }: GpuMesh,
  fans: GpuArray,
  arrays: { positions: GpuArray; normals: GpuArray; normalGradient: GpuArray; positionGradient: GpuArray },
  free = vertices,
): void {
  const { positions, normals, normalGradient, positionGradient } = arrays;
  const mark = gpu.mark();
  const sums = gpu.scratchZeros(vertices * 4);
  const u = [vertices];
  gpu.run("vertex-normals/unnormalise", free, { u: [free] }, [normals, normalGradient, sums]);
  gpu.run("vertex-normals/backward", vertices, { u }, [positions, indices, fans, sums, positionGradient]);
  gpu.release(mark);
}

/** Mean over edges of 1 − cos, as `normalConsistency`; adds weight · gradient. @param normals from {@link vertexNormals}. @returns [1] the loss. */
export function normalConsistency(
  gpu: Gpu,
  normals: GpuArray,
  { indices, triangles, vertices }: GpuMesh,
  fans: GpuArray,
  weight: number,
  normalGradient: GpuArray,
): GpuArray {
  const edges = triangles * 1.5;
  const parts = gpu.scratch(vertices);
  // Every edge is met from both of its ends.
  const numbers = { u: [vertices], f: [weight / edges, 0.5 / edges] };
  gpu.run("mesh-losses/normalConsistency", vertices, numbers, [indices, fans, normals, parts, normalGradient]);
  return total(gpu, parts, vertices);
}

/** Mean length of the uniform Laplacian, as `laplacian`; adds weight · gradient. @returns [1] the loss. */
export function laplacian(
  gpu: Gpu,
  positions: GpuArray,
  { indices, vertices }: GpuMesh,
  fans: GpuArray,
  weight: number,
  positionGradient: GpuArray,
): GpuArray {
  const parts = gpu.scratch(vertices);
  const directions = gpu.scratch(vertices * 3);
  const numbers = { u: [vertices], f: [weight / vertices, 1 / vertices] };
  gpu.run("mesh-losses/laplacian", vertices, numbers, [indices, fans, positions, parts, directions]);
  gpu.run("mesh-losses/laplacianBackward", vertices, numbers, [indices, fans, directions, positionGradient]);
  return total(gpu, parts, vertices);
}

function total(gpu: Gpu, parts: GpuArray, count: number): GpuArray {
  const loss = gpu.scratch(1);
  gpu.run("mesh-losses/total", 1, { u: [count], f: [0, 0] }, [parts, loss]);
  return loss;
}

/** What {@link antialiasBackward} needs. */
export interface GpuAntialiasPass {
  image: GpuArray;
  channels: number;
  /** Shape [size, size, channels]. */
  output: GpuArray;
  /** [1 + 5·capacity]: how many, then the seams in any order. */
  seams: GpuArray;
}

/** As `antialias`: a closed mesh, counter-clockwise seen from outside. @param image Shape [size, size, channels], left as it is. */
export function antialias(
  gpu: Gpu,
  image: GpuArray,
  channels: number,
  raster: GpuRaster,
  screen: GpuArray,
  { indices, triangles, vertices }: GpuMesh,
  fans: GpuArray,
): GpuAntialiasPass {
  const { size } = raster;
  const length = size * size * channels;
  const capacity = capacityOf(size);
  const seams = gpu.scratch(1 + capacity * 5);
  gpu.copy(gpu.scratchZeros(1), seams, 1);
  const u = [size, channels, triangles * 3, vertices, capacity];
  const seen = [screen, indices, fans, raster.triangles, raster.inverseDepth];
  gpu.run("antialias/find", triangles * 3, { u }, [...seen, seams]);
  const output = gpu.scratch(length);
  gpu.copy(image, output, length);
  addSums(gpu, image, length, output, length, (sums) =>
    gpu.run("antialias/blend", capacity, { u }, [...sums, seams, image]),
  );
  return { image, channels, output, seams };
}

/** Adds to `screenGradient` [vertices, 2]. @returns the gradient of the image. */
export function antialiasBackward(
  gpu: Gpu,
  { image, channels, seams }: GpuAntialiasPass,
  size: number,
  screen: GpuArray,
  vertices: number,
  gradients: { output: GpuArray; screen: GpuArray },
): GpuArray {
  const length = size * size * channels;
  const capacity = capacityOf(size);
  const u = [size, channels, 0, vertices, capacity];
  const imageGradient = gpu.scratch(length);
  gpu.copy(gradients.output, imageGradient, length);
  addSums(gpu, gradients.output, length, imageGradient, length, (sums) =>
    gpu.run("antialias/imageBackward", capacity, { u }, [...sums, seams, gradients.output]),
  );
  addSums(gpu, gradients.output, length, gradients.screen, vertices * 2, (sums) =>
    gpu.run("antialias/screenBackward", capacity, { u }, [...sums, seams, image, gradients.output, screen]),
  );
  return imageGradient;
}

/** As many seams as the WASM has room for. */
const capacityOf = (size: number) => size * size * 2;

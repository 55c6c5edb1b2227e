/** A marched, lumpy ball in front of a camera, with everything the render tests look at. */

import { march } from "../../runtime/field/march.ts";
import type { Kernels } from "../../runtime/kernels/load.ts";
import { areaNormals } from "../../runtime/mesh/area-normals.ts";
import { cameraFrame, projectVertices } from "../../runtime/render/camera.ts";
import { rasterise } from "../../runtime/render/rasterise.ts";
import { lumpyGrid } from "../kernels/support.ts";

export function createScene(kernels: Kernels, resolution = 16, size = 48) {
  const { positions, indices } = march(lumpyGrid(kernels, resolution));
  const frame = cameraFrame({ azimuth: 35, elevation: 15, fov: 38 });
  const screen = projectVertices(kernels, frame, size, positions);
  const raster = rasterise(kernels, screen, indices, size);
  return { positions, indices, frame, screen, raster, size, normals: areaNormals(kernels, positions, indices) };
}

/** The frame as kernels and references read it. */
export const numbers = (frame: ReturnType<typeof cameraFrame>) => [
  ...frame.right,
  ...frame.up,
  ...frame.back,
  ...frame.eye,
  frame.focal,
];

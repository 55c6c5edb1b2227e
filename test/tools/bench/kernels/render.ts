import { march } from "../../../../runtime/field/march.ts";
import type { Kernels } from "../../../../runtime/kernels/load.ts";
import * as antialiasReference from "../../../../runtime/kernels/reference/antialias.ts";
import * as cameraReference from "../../../../runtime/kernels/reference/camera.ts";
import * as downsampleReference from "../../../../runtime/kernels/reference/downsample.ts";
import * as lossReference from "../../../../runtime/kernels/reference/mesh-losses.ts";
import * as rasteriseReference from "../../../../runtime/kernels/reference/rasterise.ts";
import * as shadeReference from "../../../../runtime/kernels/reference/shade.ts";
import * as normalsReference from "../../../../runtime/kernels/reference/vertex-normals.ts";
import { areaNormals, areaNormalsBackward } from "../../../../runtime/mesh/area-normals.ts";
import { antialias, antialiasBackward, vertexFans } from "../../../../runtime/render/antialias.ts";
import { cameraFrame, projectBackward, projectVertices } from "../../../../runtime/render/camera.ts";
import { downsample, downsampleBackward } from "../../../../runtime/render/downsample.ts";
import { interpolate, interpolateBackward } from "../../../../runtime/render/interpolate.ts";
import { laplacian, normalConsistency } from "../../../../runtime/render/mesh-losses.ts";
import { rasterise, rasteriseBackward } from "../../../../runtime/render/rasterise.ts";
import { shadeNormals, shadeNormalsBackward } from "../../../../runtime/render/shade-normals.ts";
import type { Benchmark } from "../timing.ts";
import { createGrid } from "./grid.ts";
import { type KernelInputs, SIZES } from "./sizes.ts";

/** The differentiable renderer on a marched surface. */
export function renderBenchmarks(kernels: Kernels): { benchmarks: Benchmark[]; inputs: KernelInputs } {
  const { scratch } = kernels;
  const size = SIZES.image;
  const { positions, indices } = march(createGrid(kernels));
  const vertices = positions.length / 3;
  const camera = cameraFrame({ azimuth: 30, elevation: 10, fov: 35 });
  const frame = [...camera.right, ...camera.up, ...camera.back, ...camera.eye, camera.focal];
  const screen = projectVertices(kernels, camera, size, positions);
  const raster = rasterise(kernels, screen, indices, size, { cullBackfaces: true });
  const normals = areaNormals(kernels, positions, indices);
  const image = shadeNormals(kernels, camera, raster, indices, normals.normals);
  const fans = vertexFans(kernels, indices, vertices);
  const pass = antialias(kernels, image, 3, raster, screen, indices, fans);
  const small = scratch.f32((size / 2) ** 2 * 3).fill(1);
  const dImage = scratch.f32(image.length).fill(1);
  const shaded = scratch.f32(image.length);
  const dVertices = scratch.f32(positions.length).fill(0);
  const ones = scratch.f32(positions.length).fill(1);
  const dScreen = scratch.f32(vertices * 2).fill(1);
  const barycentrics = scratch.f32(image.length).fill(1);
  /** What a backward kernel adds to zeroed vertices. */
  const added = (work: () => void) => {
    dVertices.fill(0);
    work();
    return dVertices.slice();
  };
  const project = () => projectVertices(kernels, camera, size, positions);
  const projectBack = () => projectBackward(kernels, camera, size, positions, screen, dScreen, dVertices);
  const interpolateBack = () =>
    interpolateBackward(kernels, raster, indices, positions, 3, dImage, dVertices, barycentrics);
  const shadeBack = () =>
    shadeNormalsBackward(kernels, camera, raster, indices, normals.normals, 3, dImage, dVertices, barycentrics);
  const normalsBack = () => areaNormalsBackward(kernels, positions, indices, normals, ones, dVertices);
  const consistency = () => normalConsistency(kernels, normals.normals, indices, 1, dVertices);
  const smooth = () => laplacian(kernels, positions, indices, 1, dVertices);

  const list: Benchmark[] = [
    {
      name: "project",
      kernel: project,
      reference: () => cameraReference.project(positions, frame, size),
      results: () => ({ screen: project().slice() }),
    },
    {
      name: "project backward",
      kernel: projectBack,
      reference: () => cameraReference.projectBackward(positions, frame, size, dScreen, dVertices),
      results: () => ({ positions: added(projectBack) }),
    },
    {
      name: "rasterise",
      kernel: () => rasterise(kernels, screen, indices, size, { cullBackfaces: true }),
      reference: () => rasteriseReference.rasterise(screen, indices, size, true),
      results: () => ({ triangles: raster.triangles.slice() }),
      note: "PyTorch has none; against one written in tensor operations",
    },
    {
      name: "rasterise backward",
      kernel: () => rasteriseBackward(kernels, raster, screen, indices, barycentrics, dScreen),
      note: "against autograd through barycentrics",
    },
    {
      name: "interpolate",
      kernel: () => interpolate(kernels, raster, indices, positions, 3),
      reference: () => shadeReference.interpolate(raster, indices, positions, 3),
      results: () => ({ image: interpolate(kernels, raster, indices, positions, 3).slice() }),
    },
    {
      name: "interpolate backward",
      kernel: interpolateBack,
      reference: () => shadeReference.interpolateBackward(raster, indices, positions, 3, dImage, dVertices),
      results: () => ({ positions: added(interpolateBack) }),
    },
    {
      name: "normal map",
      kernel: () => shadeNormals(kernels, camera, raster, indices, normals.normals),
      reference: () => shadeReference.shadeNormals(raster, indices, normals.normals, frame),
      results: () => ({ image: image.slice() }),
    },
    { name: "normal map backward", kernel: shadeBack, results: () => ({ normals: added(shadeBack) }) },
    {
      name: "antialias",
      kernel: () => antialias(kernels, image, 3, raster, screen, indices, vertexFans(kernels, indices, vertices)),
      reference: () =>
        antialiasReference.blendSeams(image, 3, antialiasReference.findSeams(raster, screen, indices, size)),
      note: "PyTorch's looks at the nearer pixel's triangle only",
    },
    {
      name: "antialias backward",
      kernel: () => antialiasBackward(kernels, pass, size, screen, dImage, shaded, dScreen),
      note: "PyTorch's looks at the nearer pixel's triangle only",
    },
    {
      name: "vertex normals",
      kernel: () => areaNormals(kernels, positions, indices),
      reference: () => normalsReference.vertexNormals(positions, indices),
      results: () => ({ normals: normals.normals.slice() }),
    },
    {
      name: "vertex normals backward",
      kernel: normalsBack,
      reference: () => normalsReference.vertexNormalsBackward(positions, indices, ones, dVertices),
      results: () => ({ positions: added(normalsBack) }),
    },
    {
      name: "normal consistency",
      kernel: consistency,
      reference: () => lossReference.normalConsistency(normals.normals, indices, 1, dVertices),
      results: () => ({ normals: added(consistency) }),
      note: "loss and gradient",
    },
    {
      name: "laplacian",
      kernel: smooth,
      reference: () => lossReference.laplacian(positions, indices, 1, dVertices),
      results: () => ({ positions: added(smooth) }),
      note: "loss and gradient",
    },
    {
      name: "downsample",
      kernel: () => downsample(kernels, image, size, 3),
      reference: () => downsampleReference.downsample(image, size, 3),
      results: () => ({ image: downsample(kernels, image, size, 3).slice() }),
    },
    {
      name: "downsample backward",
      kernel: () => downsampleBackward(kernels, small, size, 3),
      reference: () => downsampleReference.downsampleBackward(small, size, 3),
      results: () => ({ image: downsampleBackward(kernels, small, size, 3).slice() }),
    },
  ];
  const benchmarks = list.map((benchmark) => ({
    ...benchmark,
    kernel: () => {
      const mark = scratch.mark();
      benchmark.kernel();
      scratch.release(mark);
    },
  }));
  const arrays = { surface: positions.slice(), triangles: indices.slice(), frame: Float32Array.from(frame) };
  return { benchmarks, inputs: { arrays, sizes: { image: size } } };
}

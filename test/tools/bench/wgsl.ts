import { createField } from "../../../runtime/field/field.ts";
import * as onGpu from "../../../runtime/field/gpu-field.ts";
import { march } from "../../../runtime/field/march.ts";
import type { Gpu } from "../../../runtime/kernels/gpu/gpu.ts";
import { vertexFans } from "../../../runtime/kernels/gpu/sums.ts";
import type { Kernels } from "../../../runtime/kernels/load.ts";
import { cameraFrame } from "../../../runtime/render/camera.ts";
import * as picture from "../../../runtime/render/gpu/picture.ts";
import * as surface from "../../../runtime/render/gpu/surface.ts";
import { openSoftwareGpu } from "../software-gpu.ts";
import { surfacePoints } from "./kernels/field.ts";
import { createGrid } from "./kernels/grid.ts";
import { SIZES } from "./kernels/sizes.ts";
import { milliseconds, type Table } from "./report.ts";
import { bestAsync } from "./timing.ts";

/** Times the kernels of `shaders/` on SwiftShader: whether they run, not how fast a graphics card runs them. */
export async function benchWgsl(kernels: Kernels, quick: boolean): Promise<Table> {
  const gpu = await openSoftwareGpu();
  const rows: string[][] = [];
  const notes = [
    typeof gpu === "string"
      ? `Not timed: ${gpu}.`
      : `Sizes: ${JSON.stringify(SIZES)}. SwiftShader plays the GPU on this machine's CPU; of a graphics card this says nothing.`,
  ];
  if (typeof gpu !== "string") {
    for (const [name, work] of Object.entries({ ...fieldWork(gpu, kernels), ...renderWork(gpu, kernels) })) {
      const time = () => {
        const mark = gpu.mark();
        const written = work();
        gpu.release(mark);
        return gpu.read(written, 1);
      };
      rows.push([name, milliseconds(await bestAsync(time, quick ? 2 : 6)), `wgsl (SwiftShader)`]);
    }
    gpu.destroy();
  }
  return { title: "Kernels in WGSL", columns: ["kernel", "ms", "on"], rows, notes };
}

/** Names and calls, each of which returns an array that it has written. */
type Work = Record<string, () => GPUBuffer>;

function fieldWork(gpu: Gpu, kernels: Kernels): Work {
  const { points, levels, log2TableSize, hidden } = SIZES;
  const mark = kernels.store.mark();
  const field = onGpu.createGpuField(gpu, createField(kernels, { levels, log2TableSize, hidden }, 1));
  kernels.store.release(mark);
  const positions = gpu.upload(surfacePoints(points));
  const gradient = gpu.upload(new Float32Array(points).fill(1e-3));
  const forward = () => onGpu.forwardField(field, positions, points);
  const kept = forward();
  return {
    "field: forward": () => forward().outputs,
    "field: backward": () => {
      onGpu.backwardField(field, kept, gradient);
      return field.table.gradient;
    },
    "field: AdamW, all parameters": () => {
      onGpu.stepField(field);
      return field.table.values;
    },
  };
}

function renderWork(gpu: Gpu, kernels: Kernels): Work {
  const marks = [kernels.store.mark(), kernels.scratch.mark()];
  const { positions, indices } = march(createGrid(kernels));
  const size = SIZES.image;
  const [vertices, triangles] = [positions.length / 3, indices.length / 3];
  const mesh = { indices: gpu.upload(new Uint32Array(indices)), triangles, vertices };
  const places = gpu.upload(new Float32Array(positions));
  kernels.store.release(marks[0]);
  kernels.scratch.release(marks[1]);
  const frame = cameraFrame({ azimuth: 30, elevation: 10, fov: 35 });
  const screen = picture.projectVertices(gpu, frame, size, places, vertices);
  const rasterise = () => picture.rasterise(gpu, screen, mesh, size, { cullBackfaces: true });
  const seen = rasterise();
  const image = picture.shadeNormals(gpu, frame, seen, mesh, places);
  const fans = vertexFans(gpu, mesh.indices, triangles * 3, vertices);
  const normals = surface.vertexNormals(gpu, places, mesh, fans);
  const antialias = () => surface.antialias(gpu, image, 3, seen, screen, mesh, fans);
  const pass = antialias();
  const ones = gpu.upload(new Float32Array(size * size * 3).fill(1));
  const [onScreen, onVertices] = [gpu.zeros(vertices * 2), gpu.zeros(vertices * 3)];
  const shaded = { normals: places, imageGradient: ones, normalGradient: onVertices };
  const attributes = { attributes: places, imageGradient: ones, attributeGradient: onVertices };
  const moved = { positions: places, normals, normalGradient: places, positionGradient: onVertices };
  const projected = { positions: places, screenGradient: onScreen, positionGradient: onVertices };
  /** What a backward kernel has added to, once it is queued. */
  const after = (_queued: unknown, written: GPUBuffer) => written;
  return {
    project: () => picture.projectVertices(gpu, frame, size, places, vertices),
    "project backward": () => after(picture.projectBackward(gpu, frame, size, vertices, projected), onVertices),
    rasterise: () => rasterise().barycentrics,
    "rasterise backward": () =>
      after(picture.rasteriseBackward(gpu, seen, screen, mesh, { barycentrics: ones, screen: onScreen }), onScreen),
    interpolate: () => picture.interpolate(gpu, seen, mesh, places, 3),
    "interpolate backward": () => picture.interpolateBackward(gpu, seen, mesh, 3, attributes),
    "normal map": () => picture.shadeNormals(gpu, frame, seen, mesh, places),
    "normal map backward": () => picture.shadeNormalsBackward(gpu, frame, seen, mesh, 3, shaded),
    "fans of vertices": () => vertexFans(gpu, mesh.indices, triangles * 3, vertices),
    "vertex normals": () => surface.vertexNormals(gpu, places, mesh, fans),
    "vertex normals backward": () => after(surface.vertexNormalsBackward(gpu, mesh, fans, moved), onVertices),
    antialias: () => antialias().output,
    "antialias backward": () =>
      surface.antialiasBackward(gpu, pass, size, screen, vertices, { output: ones, screen: onScreen }),
    "normal consistency": () => surface.normalConsistency(gpu, normals, mesh, fans, 1, onVertices),
    laplacian: () => surface.laplacian(gpu, places, mesh, fans, 1, onVertices),
    downsample: () => picture.downsample(gpu, image, size, 3),
    "downsample backward": () => picture.downsampleBackward(gpu, ones, size * 2, 3),
  };
}

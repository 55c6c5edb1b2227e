import { rasteriseOnGpu } from "../../../runtime/bake/textures/gpu-texels.ts";
import { createField } from "../../../runtime/field/field.ts";
import * as onGpu from "../../../runtime/field/gpu-field.ts";
import * as gpuMarch from "../../../runtime/field/gpu-march.ts";
import { march } from "../../../runtime/field/march.ts";
import type { Gpu } from "../../../runtime/kernels/gpu/gpu.ts";
import { vertexFans } from "../../../runtime/kernels/gpu/sums.ts";
import type { Kernels } from "../../../runtime/kernels/load.ts";
import { cameraFrame } from "../../../runtime/render/camera.ts";
import * as picture from "../../../runtime/render/gpu/picture.ts";
import * as surface from "../../../runtime/render/gpu/surface.ts";
import { surfacePoints } from "./kernels/field.ts";
import { createGrid } from "./kernels/grid.ts";
import { SIZES } from "./kernels/sizes.ts";
import { milliseconds, type Table } from "./report.ts";
import { bestAsync } from "./timing.ts";

/** Times the kernels of `shaders/`. @param gpu or why there is none. @param name of the GPU. */
export async function benchWgsl(gpu: Gpu | string, name: string, kernels: Kernels, quick: boolean): Promise<Table> {
  const rows: string[][] = [];
  const notes = [typeof gpu === "string" ? `Not timed: ${gpu}.` : `Sizes: ${JSON.stringify(SIZES)}. On ${name}.`];
  if (typeof gpu !== "string") {
    for (const [kernel, work] of Object.entries({
      ...fieldWork(gpu, kernels),
      ...gridWork(gpu, kernels),
      ...renderWork(gpu, kernels),
    })) {
      const time = async () => {
        const mark = gpu.mark();
        const written = await work();
        gpu.release(mark);
        return gpu.read(written, 1);
      };
      rows.push([kernel, milliseconds(await bestAsync(time, quick ? 2 : 6)), "wgsl"]);
    }
  }
  return { title: "Kernels in WGSL", columns: ["kernel", "ms", "as"], rows, notes };
}

/** Names and calls, each of which returns an array that it has written. */
type Work = Record<string, () => GPUBuffer | Promise<GPUBuffer>>;

/** What a backward kernel has added to, once it is queued. */
const after = (_queued: unknown, written: GPUBuffer) => written;

function fieldWork(gpu: Gpu, kernels: Kernels): Work {
  const { points, levels, log2TableSize, hidden } = SIZES;
  const mark = kernels.store.mark();
  const field = onGpu.createGpuField(gpu, createField(kernels, { levels, log2TableSize, hidden }, 1));
  const positions = gpu.upload(surfacePoints(points));
  const gradient = gpu.upload(new Float32Array(points).fill(1e-3));
  const forward = () => onGpu.forwardField(field, positions, points);
  const kept = forward();
  const { uvs, indices } = stripes();
  kernels.store.release(mark);
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
    "texels of an atlas, read": async () => {
      await rasteriseOnGpu(gpu, uvs, indices, SIZES.image);
      return positions;
    },
  };
}

/** An atlas of 2,000 slanted triangles. */
function stripes() {
  const triangles = 2000;
  const uvs = Float32Array.from({ length: triangles * 6 }, (_, i) => {
    const [t, corner] = [Math.floor(i / 6), (i % 6) >> 1];
    return i % 2 === 0 ? (t % 50) / 50 + 0.018 * (corner & 1) : Math.floor(t / 50) / 40 + 0.02 * (corner >> 1);
  });
  const indices = Uint32Array.from({ length: triangles * 3 }, (_, i) => i);
  return { uvs, indices };
}

function gridWork(gpu: Gpu, kernels: Kernels): Work {
  const mark = kernels.store.mark();
  const grid = gpuMarch.createGpuGrid(gpu, createGrid(kernels));
  kernels.store.release(mark);
  const gradient = gpu.zeros(grid.band * 4);
  let surface: gpuMarch.GpuSurface;
  return {
    march: async () => {
      surface = await gpuMarch.march(gpu, grid);
      return surface.positions;
    },
    "march backward": () => after(gpuMarch.marchBackward(gpu, grid, surface, surface.positions, gradient), gradient),
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

/**
 * Times every kernel against its scalar TypeScript reference at the sizes of a training step: `node test/bench/kernels.ts [kernels.wasm]`.
 * `kernelBenchmarks` is the list, for reports.
 */

import { readFileSync } from "node:fs";
import { backwardField, createField, forwardField, layers, stepField } from "../../runtime/field/field.ts";
import { keepLargestComponent, march, marchBackward } from "../../runtime/field/march.ts";
import { createTetGrid, gridPosition, rebuildBand, setBandOffsets, setSdf } from "../../runtime/field/tetgrid.ts";
import { type Kernels, kernelFile, loadKernels } from "../../runtime/kernels/load.ts";
import { randomStream } from "../../runtime/kernels/random.ts";
import { adamw } from "../../runtime/kernels/reference/adamw.ts";
import * as antialiasReference from "../../runtime/kernels/reference/antialias.ts";
import { bandFlags } from "../../runtime/kernels/reference/band.ts";
import * as cameraReference from "../../runtime/kernels/reference/camera.ts";
import * as downsampleReference from "../../runtime/kernels/reference/downsample.ts";
import { hashGridBackward, hashGridForward } from "../../runtime/kernels/reference/hash-grid.ts";
import * as marchReference from "../../runtime/kernels/reference/march.ts";
import * as lossReference from "../../runtime/kernels/reference/mesh-losses.ts";
import { type Layers, mlpBackward, mlpForward } from "../../runtime/kernels/reference/mlp.ts";
import * as rasteriseReference from "../../runtime/kernels/reference/rasterise.ts";
import * as shadeReference from "../../runtime/kernels/reference/shade.ts";
import * as normalsReference from "../../runtime/kernels/reference/vertex-normals.ts";
import { antialias, antialiasBackward, vertexFans } from "../../runtime/render/antialias.ts";
import { cameraFrame, projectBackward, projectVertices } from "../../runtime/render/camera.ts";
import { downsample, downsampleBackward } from "../../runtime/render/downsample.ts";
import { interpolate, interpolateBackward } from "../../runtime/render/interpolate.ts";
import { laplacian, normalConsistency } from "../../runtime/render/mesh-losses.ts";
import { rasterise, rasteriseBackward } from "../../runtime/render/rasterise.ts";
import { shadeNormals, shadeNormalsBackward } from "../../runtime/render/shade-normals.ts";
import { vertexNormals, vertexNormalsBackward } from "../../runtime/render/vertex-normals.ts";

export interface Benchmark {
  name: string;
  /** One call at the sizes of a step; leaves scratch memory as it was. */
  kernel: () => void;
  /** The same work by the reference, where it has a whole one. */
  reference?: () => void;
}

export interface Timing {
  name: string;
  milliseconds: number;
  /** How many times slower the reference is. */
  ratio?: number;
}

export const SIZES = { points: 40000, levels: 12, log2TableSize: 15, hidden: 32, resolution: 80, image: 256 };

export function kernelBenchmarks(kernels: Kernels): Benchmark[] {
  return [...fieldBenchmarks(kernels), ...gridBenchmarks(kernels), ...renderBenchmarks(kernels)];
}

/** Best of `rounds` calls, and of a few calls of the reference (it is slow). */
export function time({ name, kernel, reference }: Benchmark, rounds = 20, referenceRounds = 2): Timing {
  const best = (work: () => void, times: number) => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      work();
      least = Math.min(least, performance.now() - start);
    }
    return least;
  };
  const milliseconds = best(kernel, rounds);
  return { name, milliseconds, ratio: reference && best(reference, referenceRounds) / milliseconds };
}

/** Points near a ball's surface, as a band's vertices lie, in the order of the grid. */
function surfacePoints(count: number): Float32Array {
  const { uniform } = randomStream(1);
  const points = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const y = ((i + 0.5) / count) * 2 - 1;
    const radius = 0.7 + 0.1 * uniform(i);
    const angle = i * 2.399963;
    points.set(
      [radius * Math.sqrt(1 - y * y) * Math.cos(angle), radius * y, radius * Math.sqrt(1 - y * y) * Math.sin(angle)],
      i * 3,
    );
  }
  return points;
}

function fieldBenchmarks(kernels: Kernels): Benchmark[] {
  const { scratch, store, wasm } = kernels;
  const { points, levels, log2TableSize, hidden } = SIZES;
  const field = createField(kernels, { levels, log2TableSize, hidden }, 1);
  const positions = store.f32(points * 3);
  positions.set(surfacePoints(points));
  const gradient = store.f32(points).fill(1e-3);
  const pass = forwardField(field, positions);
  const inputs = levels * 2;
  const at = layers(field) as Layers;
  const x = new Float32Array(points * inputs).map((_, i) => pass.encoding[i]);
  const network = Object.fromEntries(
    Object.entries(at).map(([name, values]) => [name, values.slice()]),
  ) as unknown as Layers;
  const forGrid = (run: (level: (typeof field.levels)[number], index: number) => void) => () =>
    field.levels.forEach(run);
  const encoded = new Float32Array(points * 2);
  const numbers = { rate: 1e-2, beta1: 0.9, beta2: 0.99, epsilon: 1e-15, weightDecay: 0 };
  const moments = [0, 1, 2, 3].map(() => new Float32Array(field.table.values.length));
  const within = (work: () => void) => () => {
    const mark = scratch.mark();
    work();
    scratch.release(mark);
  };
  return [
    {
      name: "hash grid forward",
      kernel: forGrid((level, index) =>
        wasm.hashGridForward(
          0,
          points,
          points,
          positions.byteOffset,
          field.table.values.byteOffset + level.offset * 8,
          level.scale,
          level.resolution,
          level.mask,
          pass.encoding.byteOffset + index * 128,
          inputs,
        ),
      ),
      reference: forGrid((level) => hashGridForward(level, positions, field.table.values.subarray(level.offset * 2))),
    },
    {
      name: "hash grid backward",
      kernel: forGrid((level, index) =>
        wasm.hashGridBackward(
          0,
          points,
          positions.byteOffset,
          field.table.gradient.byteOffset + level.offset * 8,
          level.scale,
          level.resolution,
          level.mask,
          pass.encoding.byteOffset + index * 128,
          inputs,
        ),
      ),
      reference: forGrid((level) =>
        hashGridBackward(level, positions, encoded, field.table.gradient.subarray(level.offset * 2)),
      ),
    },
    {
      name: "MLP forward",
      kernel: () =>
        wasm.mlpForward(
          0,
          points / 16,
          points,
          pass.encoding.byteOffset,
          inputs,
          at.weights1.byteOffset,
          at.bias1.byteOffset,
          pass.hidden.byteOffset,
          hidden,
          at.weights2.byteOffset,
          at.bias2.byteOffset,
          pass.outputs.byteOffset,
          1,
        ),
      reference: () => mlpForward(at, x, inputs),
    },
    {
      name: "MLP forward + backward",
      kernel: within(() => {
        const partial = scratch.f32(field.network.values.length * 4);
        wasm.mlpForward(
          0,
          points / 16,
          points,
          pass.encoding.byteOffset,
          inputs,
          at.weights1.byteOffset,
          at.bias1.byteOffset,
          pass.hidden.byteOffset,
          hidden,
          at.weights2.byteOffset,
          at.bias2.byteOffset,
          pass.outputs.byteOffset,
          1,
        );
        wasm.mlpBackward(
          0,
          points / 16,
          points,
          pass.encoding.byteOffset,
          inputs,
          at.weights1.byteOffset,
          pass.hidden.byteOffset,
          hidden,
          at.weights2.byteOffset,
          gradient.byteOffset,
          1,
          scratch.f32(points * inputs).byteOffset,
          partial.byteOffset,
          scratch.f32(256 * (hidden + 1)).byteOffset,
        );
      }),
      reference: () => {
        const { hidden: h } = mlpForward(at, x, inputs);
        mlpBackward(at, x, inputs, h, gradient, network);
      },
    },
    {
      name: "AdamW, all parameters",
      kernel: () => {
        field.table.gradient.fill(1e-3);
        stepField(field);
      },
      reference: () => adamw(moments[0], moments[1].fill(1e-3), moments[2], moments[3], 1, numbers),
    },
    {
      name: "field: forward, backward, AdamW",
      kernel: within(() => {
        backwardField(field, forwardField(field, positions), gradient);
        stepField(field);
      }),
    },
  ];
}

/** A ball with a wavy surface. */
function createGrid(kernels: Kernels) {
  const grid = createTetGrid(kernels, SIZES.resolution);
  const values = grid.sdf.map((_, i) => {
    const [x, y, z] = gridPosition(grid, i);
    return Math.hypot(x * 1.2, y, z + 0.05 * Math.sin(12 * y)) - 0.55;
  });
  setSdf(grid, values);
  rebuildBand(grid, 3);
  return grid;
}

function gridBenchmarks(kernels: Kernels): Benchmark[] {
  const { scratch, store } = kernels;
  const grid = createGrid(kernels);
  const surface = march(grid);
  const raw = store.f32(grid.band.length * 3);
  const gradient = scratch.f32(surface.positions.length).fill(1);
  const gradients = { sdf: store.f32(grid.band.length), offsets: store.f32(grid.band.length * 3) };
  const within = (work: () => void) => () => {
    const mark = scratch.mark();
    work();
    scratch.release(mark);
  };
  return [
    {
      name: "band rebuild",
      kernel: () => rebuildBand(grid, 3),
      reference: () => bandFlags(grid.sdf, grid.side, 3),
    },
    { name: "band offsets (tanh)", kernel: () => setBandOffsets(grid, raw) },
    {
      name: "march",
      kernel: within(() => march(grid)),
      reference: () => {
        const { edges } = marchReference.marchCells(grid.cells, grid.sdf, grid.side);
        marchReference.marchPositions(edges, grid.sdf, grid.offsets, grid.side);
      },
    },
    {
      name: "march backward",
      kernel: () => marchBackward(grid, surface, gradient, gradients),
      reference: () => marchReference.marchBackward(surface.edges, grid.sdf, grid.offsets, grid.side, gradient),
    },
    { name: "largest component", kernel: within(() => keepLargestComponent(kernels, surface)) },
  ];
}

function renderBenchmarks(kernels: Kernels): Benchmark[] {
  const { scratch } = kernels;
  const size = SIZES.image;
  const { positions, indices } = march(createGrid(kernels));
  const camera = cameraFrame({ azimuth: 30, elevation: 10, fov: 35 });
  const frame = [...camera.right, ...camera.up, ...camera.back, ...camera.eye, camera.focal];
  const screen = projectVertices(kernels, camera, size, positions);
  const raster = rasterise(kernels, screen, indices, size);
  const normals = vertexNormals(kernels, positions, indices);
  const image = shadeNormals(kernels, camera, raster, indices, normals.normals);
  const fans = vertexFans(kernels, indices, positions.length / 3);
  const pass = antialias(kernels, image, 3, raster, screen, indices, fans);
  const small = downsample(kernels, image, size, 3);
  const imageGradient = scratch.f32(image.length).fill(1);
  const shaded = scratch.f32(image.length);
  const vertexGradient = scratch.f32(positions.length).fill(0);
  const screenGradient = scratch.f32((positions.length / 3) * 2).fill(1);
  const barycentrics = scratch.f32(image.length).fill(1);
  const list: Benchmark[] = [
    {
      name: "project",
      kernel: () => projectVertices(kernels, camera, size, positions),
      reference: () => cameraReference.project(positions, frame, size),
    },
    {
      name: "project backward",
      kernel: () => projectBackward(kernels, camera, size, positions, screen, screenGradient, vertexGradient),
      reference: () => cameraReference.projectBackward(positions, frame, size, screenGradient, vertexGradient),
    },
    {
      name: "rasterise",
      kernel: () => rasterise(kernels, screen, indices, size, { cullBackfaces: true }),
      reference: () => rasteriseReference.rasterise(screen, indices, size, true),
    },
    {
      name: "rasterise backward",
      kernel: () => rasteriseBackward(kernels, raster, screen, indices, barycentrics, screenGradient),
    },
    {
      name: "interpolate",
      kernel: () => interpolate(kernels, raster, indices, positions, 3),
      reference: () => shadeReference.interpolate(raster, indices, positions, 3),
    },
    {
      name: "interpolate backward",
      kernel: () => interpolateBackward(kernels, raster, indices, positions, 3, imageGradient, vertexGradient),
      reference: () => shadeReference.interpolateBackward(raster, indices, positions, 3, imageGradient, vertexGradient),
    },
    {
      name: "normal map",
      kernel: () => shadeNormals(kernels, camera, raster, indices, normals.normals),
      reference: () => shadeReference.shadeNormals(raster, indices, normals.normals, frame),
    },
    {
      name: "normal map backward",
      kernel: () =>
        shadeNormalsBackward(
          kernels,
          camera,
          raster,
          indices,
          normals.normals,
          3,
          imageGradient,
          vertexGradient,
          shaded,
        ),
    },
    {
      name: "antialias",
      kernel: () =>
        antialias(kernels, image, 3, raster, screen, indices, vertexFans(kernels, indices, positions.length / 3)),
      reference: () =>
        antialiasReference.blendSeams(image, 3, antialiasReference.findSeams(raster, screen, indices, size)),
    },
    {
      name: "antialias backward",
      kernel: () => antialiasBackward(kernels, pass, size, screen, imageGradient, shaded, screenGradient),
    },
    {
      name: "vertex normals",
      kernel: () => vertexNormals(kernels, positions, indices),
      reference: () => normalsReference.vertexNormals(positions, indices),
    },
    {
      name: "vertex normals backward",
      kernel: () => vertexNormalsBackward(kernels, positions, indices, normals, normals.normals, vertexGradient),
      reference: () => normalsReference.vertexNormalsBackward(positions, indices, normals.normals, vertexGradient),
    },
    {
      name: "normal consistency",
      kernel: () => normalConsistency(kernels, normals.normals, indices, 1, vertexGradient),
      reference: () => lossReference.normalConsistency(normals.normals, indices, 1, vertexGradient),
    },
    {
      name: "laplacian",
      kernel: () => laplacian(kernels, positions, indices, 1, vertexGradient),
      reference: () => lossReference.laplacian(positions, indices, 1, vertexGradient),
    },
    {
      name: "downsample",
      kernel: () => downsample(kernels, image, size, 3),
      reference: () => downsampleReference.downsample(image, size, 3),
    },
    {
      name: "downsample backward",
      kernel: () => downsampleBackward(kernels, small, size, 3),
      reference: () => downsampleReference.downsampleBackward(small, size, 3),
    },
  ];
  return list.map((benchmark) => ({
    ...benchmark,
    kernel: () => {
      const mark = scratch.mark();
      benchmark.kernel();
      scratch.release(mark);
    },
  }));
}

if (import.meta.main) {
  const file = process.argv[2] ?? kernelFile();
  const kernels = await loadKernels(readFileSync(new URL(`../../runtime/kernels/build/${file}`, import.meta.url)));
  console.log(`${file}; ${JSON.stringify(SIZES)}`);
  for (const benchmark of kernelBenchmarks(kernels)) {
    const { name, milliseconds, ratio } = time(benchmark);
    console.log(
      `${name.padEnd(34)}${milliseconds.toFixed(2).padStart(8)} ms${ratio ? ` ${ratio.toFixed(1).padStart(7)}×` : ""}`,
    );
  }
}

import { keepLargestComponent, march, marchBackward } from "../../../../runtime/field/march.ts";
import {
  createTetGrid,
  gridPosition,
  rebuildBand,
  setBandOffsets,
  setSdf,
  type TetGrid,
} from "../../../../runtime/field/tetgrid.ts";
import type { Kernels } from "../../../../runtime/kernels/load.ts";
import { bandFlags } from "../../../../runtime/kernels/reference/band.ts";
import * as marchReference from "../../../../runtime/kernels/reference/march.ts";
import type { Benchmark } from "../timing.ts";
import { type KernelInputs, SIZES } from "./sizes.ts";

/** A ball with a wavy surface. */
export function createGrid(kernels: Kernels): TetGrid {
  const grid = createTetGrid(kernels, SIZES.resolution);
  const values = grid.sdf.map((_, i) => {
    const [x, y, z] = gridPosition(grid, i);
    return Math.hypot(x * 1.2, y, z + 0.05 * Math.sin(12 * y)) - 0.55;
  });
  setSdf(grid, values);
  rebuildBand(grid, 3);
  return grid;
}

/** The band of a tetrahedral grid and the march through it. */
export function gridBenchmarks(kernels: Kernels): { benchmarks: Benchmark[]; inputs: KernelInputs } {
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
  const benchmarks: Benchmark[] = [
    {
      name: "band rebuild",
      kernel: () => rebuildBand(grid, 3),
      reference: () => bandFlags(grid.sdf, grid.side, 3),
      results: () => ({ band: Int32Array.from(grid.band) }),
    },
    { name: "band offsets (tanh)", kernel: () => setBandOffsets(grid, raw) },
    {
      name: "march",
      kernel: within(() => march(grid)),
      reference: () => {
        const { edges } = marchReference.marchCells(grid.cells, grid.sdf, grid.side);
        marchReference.marchPositions(edges, grid.sdf, grid.offsets, grid.side);
      },
      results: () => ({
        extent: extentOf(surface.positions),
        counts: Int32Array.of(surface.positions.length / 3, surface.indices.length / 3),
      }),
    },
    {
      name: "march backward",
      kernel: () => marchBackward(grid, surface, gradient, gradients),
      reference: () => marchReference.marchBackward(surface.edges, grid.sdf, grid.offsets, grid.side, gradient),
      results: () => {
        gradients.sdf.fill(0);
        gradients.offsets.fill(0);
        marchBackward(grid, surface, gradient, gradients);
        return { sdf: gradients.sdf.slice(), offsets: gradients.offsets.slice() };
      },
    },
    {
      name: "largest component",
      kernel: within(() => keepLargestComponent(kernels, surface)),
      note: "PyTorch has none",
    },
  ];
  const arrays = { sdf: grid.sdf.slice(), band: grid.band.slice(), cells: grid.cells.slice() };
  return { benchmarks, inputs: { arrays, sizes: { side: grid.side } } };
}

/** Mean |x|, |y| and |z|, which do not depend on the order of the vertices. */
function extentOf(positions: Float32Array): Float32Array {
  const sum = [0, 0, 0];
  for (let i = 0; i < positions.length; i++) sum[i % 3] += Math.abs(positions[i]);
  return Float32Array.from(sum, (value) => (value * 3) / positions.length);
}

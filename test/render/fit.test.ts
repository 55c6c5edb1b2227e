import assert from "node:assert/strict";
import { test } from "node:test";
import { backwardField, createField, forwardField, stepField } from "../../runtime/field/field.ts";
import { march, marchBackward, type Surface } from "../../runtime/field/march.ts";
import { createTetGrid, gridPosition, rebuildBand, setBandSdf, setSdf } from "../../runtime/field/tetgrid.ts";
import type { Kernels } from "../../runtime/kernels/load.ts";
import { areaNormals, areaNormalsBackward } from "../../runtime/mesh/area-normals.ts";
import { antialias, antialiasBackward, vertexFans } from "../../runtime/render/antialias.ts";
import { type CameraFrame, cameraFrame, projectBackward, projectVertices } from "../../runtime/render/camera.ts";
import { rasterise, rasteriseBackward } from "../../runtime/render/rasterise.ts";
import { shadeNormals, shadeNormalsBackward } from "../../runtime/render/shade-normals.ts";
import { load } from "../kernels/support.ts";

const SIZE = 48;

/** A normal map with coverage, and its backward pass. */
function render(kernels: Kernels, { positions, indices }: Surface, frame: CameraFrame) {
  const { scratch } = kernels;
  const screen = projectVertices(kernels, frame, SIZE, positions);
  const raster = rasterise(kernels, screen, indices, SIZE, { cullBackfaces: true });
  const normals = areaNormals(kernels, positions, indices);
  const image = shadeNormals(kernels, frame, raster, indices, normals.normals, 4);
  const fans = vertexFans(kernels, indices, positions.length / 3);
  const pass = antialias(kernels, image, 4, raster, screen, indices, fans);
  const backward = (outputGradient: Float32Array) => {
    const imageGradient = scratch.f32(image.length);
    const barycentrics = scratch.f32(SIZE * SIZE * 3);
    const screenGradient = scratch.f32((positions.length / 3) * 2).fill(0);
    const normalGradient = scratch.f32(positions.length).fill(0);
    const gradient = scratch.f32(positions.length).fill(0);
    antialiasBackward(kernels, pass, SIZE, screen, outputGradient, imageGradient, screenGradient);
    shadeNormalsBackward(
      kernels,
      frame,
      raster,
      indices,
      normals.normals,
      4,
      imageGradient,
      normalGradient,
      barycentrics,
    );
    rasteriseBackward(kernels, raster, screen, indices, barycentrics, screenGradient);
    areaNormalsBackward(kernels, positions, indices, normals, normalGradient, gradient);
    projectBackward(kernels, frame, SIZE, positions, screen, screenGradient, gradient);
    return gradient;
  };
  return { output: pass.output, backward };
}

test("a ball becomes an egg by its pictures alone", async () => {
  const kernels = await load();
  const grid = createTetGrid(kernels, 24);
  const shape = (sdf: (x: number, y: number, z: number) => number) =>
    setSdf(
      grid,
      grid.sdf.map((_, i) => sdf(...gridPosition(grid, i))),
    );
  const frames = [0, 90, 180, 270].map((azimuth) => cameraFrame({ azimuth, elevation: 15, fov: 40 }));
  shape((x, y, z) => Math.hypot(x, y * 0.8, z * 1.2) - 0.5 - 0.1 * y);
  rebuildBand(grid, 1);
  const targets = frames.map((frame) => render(kernels, march(grid), frame).output.slice());
  shape((x, y, z) => Math.hypot(x, y, z) - 0.5);
  rebuildBand(grid, 4);
  const start = Float32Array.from(grid.band, (vertex) => grid.sdf[vertex]);
  const field = createField(kernels, { levels: 5, log2TableSize: 12, baseResolution: 4, hidden: 16 }, 1);
  const values = kernels.store.f32(start.length);
  const losses: number[] = [];
  for (let step = 0; step < 80; step++) {
    const mark = kernels.scratch.mark();
    const pass = forwardField(field, grid.bandPositions);
    for (let i = 0; i < values.length; i++) values[i] = start[i] + pass.outputs[i];
    setBandSdf(grid, values);
    const surface = march(grid);
    const { output, backward } = render(kernels, surface, frames[step % 4]);
    const gradient = kernels.scratch.f32(output.length);
    gradient.set(output.map((value, i) => value - targets[step % 4][i]));
    losses.push(gradient.reduce((sum, value) => sum + value * value, 0));
    const bandGradient = kernels.scratch.f32(values.length).fill(0);
    marchBackward(grid, surface, backward(gradient), { sdf: bandGradient });
    backwardField(field, pass, bandGradient);
    stepField(field, { tableRate: 3e-3, networkRate: 3e-3 });
    kernels.scratch.release(mark);
  }
  const mean = (from: number, to: number) => losses.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
  assert.ok(mean(76, 80) < 0.25 * mean(0, 4), `${mean(0, 4)} to ${mean(76, 80)}`);
});

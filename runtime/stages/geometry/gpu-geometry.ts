/** The shape of `geometry-model.ts` on a GPU. */

import { backwardField, evaluateField, forwardField } from "../../field/gpu-field.ts";
import {
  bandBackward,
  createGpuGrid,
  keepLargestComponent,
  layGpuGrid,
  march,
  marchBackward,
  setBandOutputs,
} from "../../field/gpu-march.ts";
import { trainOnGpu } from "../../field/trainer.ts";
import type { Gpu } from "../../kernels/gpu/gpu.ts";
import { vertexFans } from "../../kernels/gpu/sums.ts";
import { scratchOf } from "../../render/gpu/picture.ts";
import { type GeometryModel, lookAround, settleBand } from "./geometry-model.ts";
import { renderNormals, renderNormalsBackward } from "./gpu-normals.ts";
import type { LearnedGeometry } from "./learned-geometry.ts";

/** As `learnGeometry`: the band goes there when it is laid, pictures and their gradients come and go. */
export function learnGeometryOnGpu(model: GeometryModel, gpu: Gpu): LearnedGeometry {
  const { kernels, settings, field, grid } = model;
  const onGpu = createGpuGrid(gpu, grid);
  const template = gpu.upload(new Float32Array(model.template));
  const none = gpu.zeros(1);
  const trainer = trainOnGpu(field, gpu);
  const start = gpu.mark();

  const forward = async () => {
    gpu.release(start);
    const pass = forwardField(trainer.copy(), onGpu.places, onGpu.band);
    setBandOutputs(gpu, onGpu, pass.outputs, template, settings.range);
    return { pass, surface: await keepLargestComponent(gpu, onGpu, await march(gpu, onGpu)) };
  };

  return {
    settings,
    trainer,
    async revisit() {
      gpu.release(start);
      lookAround(model);
      const found = await evaluateField(trainer.copy(), grid.bandPositions);
      const mark = kernels.scratch.mark();
      const outputs = kernels.scratch.f32(found.length);
      outputs.set(found);
      settleBand(model, outputs);
      kernels.scratch.release(mark);
      layGpuGrid(gpu, onGpu, grid);
    },
    async show(camera, size, channels) {
      const { pass, surface } = await forward();
      const { positions, indices, triangles, vertices } = surface;
      const mesh = { indices, triangles, vertices, fans: vertexFans(gpu, indices, triangles * 3, vertices) };
      const shown = { positions, mesh, fixed: none, free: vertices };
      const render = renderNormals(gpu, shown, camera, size, settings.supersample, channels);
      return {
        image: await gpu.read(render.image, size * size * channels),
        backward(dImage, smoothness) {
          const dPositions = renderNormalsBackward(gpu, render, scratchOf(gpu, dImage), smoothness);
          const gradient = gpu.scratchZeros(onGpu.band * 4);
          marchBackward(gpu, onGpu, surface, dPositions, gradient);
          bandBackward(gpu, onGpu, pass.outputs, settings.range, gradient);
          backwardField(trainer.copy(), pass, gradient);
        },
      };
    },
    async surface() {
      const { surface } = await forward();
      const [places, corners] = await Promise.all([
        gpu.read(surface.positions, surface.vertices * 3),
        gpu.read(surface.indices, surface.triangles * 3),
      ]);
      const positions = kernels.scratch.f32(places.length);
      positions.set(places);
      const indices = kernels.scratch.u32(corners.length);
      indices.set(new Uint32Array(corners.buffer));
      return { positions, indices };
    },
  };
}

/** The colours of `render-color.ts` on a GPU. */

import { backwardField, createGpuField, forwardField } from "../../field/gpu-field.ts";
import { trainOnGpu } from "../../field/trainer.ts";
import type { Gpu } from "../../kernels/gpu/gpu.ts";
import { cameraFrame } from "../../render/camera.ts";
import * as picture from "../../render/gpu/picture.ts";
import { keepCutout, keepMesh } from "../geometry/gpu-normals.ts";
import { gatherPixels, vertexRows } from "./gather-pixels.ts";
import type { TextureModel } from "./render-color.ts";
import type { ColorModel } from "./texture.ts";

/** As `learnColors`: the surface goes there once, pictures and their gradients come and go. */
export function learnColorsOnGpu(gpu: Gpu, { settings, field, mesh, blend }: TextureModel): ColorModel {
  const { supersample, background } = settings;
  const { canonical = mesh.positions } = mesh;
  const vertices = canonical.length / 3;
  const positions = gpu.upload(new Float32Array(mesh.positions));
  const kept = keepMesh(gpu, mesh.indices, vertices);
  const cutout = mesh.cutout && keepCutout(gpu, mesh.cutout);
  const rows = gpu.upload(vertexRows(canonical, vertices, undefined, blend?.mask));
  const parent = blend && createGpuField(gpu, blend.parent);
  const trainer = trainOnGpu(field, gpu);
  const start = gpu.mark();
  return {
    settings,
    trainer,
    async show(camera, size) {
      gpu.release(start);
      const renderSize = size * supersample;
      const sampling = { renderSize, supersample, channels: 3 };
      const pixels = renderSize ** 2;
      const screen = picture.projectVertices(gpu, cameraFrame(camera), renderSize, positions, vertices);
      const raster = picture.rasterise(gpu, screen, kept, renderSize, { cullBackfaces: true, cutout });
      const flags = gpu.scratchZeros(pixels + 1);
      gpu.run("gather/cover", pixels, { u: [pixels, 0] }, [raster.triangles, flags]);
      const { known, places, points, pixelOf, parents } = await gatherPixels(gpu, raster, kept, { flags, rows });
      const pass = forwardField(trainer.copy(), points, known);
      const { outputs } = pass;
      const under = parent ? forwardField(parent, points, known).outputs : outputs;
      const full = gpu.scratch(pixels * 3);
      const numbers = { u: [pixels, known, parent ? 1 : 0], f: background };
      gpu.run("colors/compose", pixels, numbers, [places, outputs, under, parents, full]);
      const image = picture.show(gpu, full, sampling);
      const backward = (dImage: Float32Array) => {
        const dFull = picture.showBackward(gpu, picture.scratchOf(gpu, dImage), sampling);
        const gradient = gpu.scratch(known * 3);
        gpu.run("colors/backward", known * 3, numbers, [pixelOf, outputs, dFull, parents, gradient]);
        backwardField(trainer.copy(), pass, gradient);
      };
      return { image: await gpu.read(image, size * size * 3), backward };
    },
  };
}

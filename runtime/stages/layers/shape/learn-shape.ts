import { trainOnWasm } from "../../../field/trainer.ts";
import { renderNormals, renderNormalsBackward } from "../../geometry/render-normals.ts";
import { drawnSurface } from "../drawn-head.ts";
import { learnShapeOnGpu } from "./gpu-shape.ts";
import { backwardShape, forwardShape, type LearnedShape, type ShapeModel } from "./shape-model.ts";

/** Learns where the kernels are. What a GPU keeps of it is freed by `keepWithin`. */
export function learnShape(model: ShapeModel): LearnedShape {
  const { gpu } = model.kernels;
  return gpu ? learnShapeOnGpu(model, gpu) : learnOnWasm(model);
}

function learnOnWasm(model: ShapeModel): LearnedShape {
  const { kernels, settings, drawn, skin, field } = model;
  const smoothness = { normalConsistency: settings.normalConsistency, laplacian: 0, consistent: skin };
  return {
    settings,
    trainer: trainOnWasm(field),
    async show(camera, size) {
      const pass = forwardShape(model);
      const render = renderNormals(kernels, drawnSurface(drawn, pass.positions), camera, size, settings.supersample);
      const backward = (dImage: Float32Array) =>
        backwardShape(model, pass, renderNormalsBackward(kernels, render, dImage, smoothness));
      return { image: render.image, backward };
    },
    positions: async () => forwardShape(model).positions,
  };
}

import { backwardField } from "../../field/field.ts";
import { trainOnWasm } from "../../field/trainer.ts";
import { backwardGeometry, forwardGeometry, type GeometryModel, revisitGrid } from "./geometry-model.ts";
import { learnGeometryOnGpu } from "./gpu-geometry.ts";
import type { LearnedGeometry } from "./learned-geometry.ts";
import { renderNormals, renderNormalsBackward } from "./render-normals.ts";

/** Learns where the kernels are. What a GPU keeps of it is freed by `keepWithin`. */
export function learnGeometry(model: GeometryModel): LearnedGeometry {
  const { gpu } = model.kernels;
  return gpu ? learnGeometryOnGpu(model, gpu) : learnOnWasm(model);
}

function learnOnWasm(model: GeometryModel): LearnedGeometry {
  const { kernels, settings, field } = model;
  return {
    settings,
    trainer: trainOnWasm(field),
    revisit: async () => revisitGrid(model),
    async show(camera, size, channels) {
      const pass = forwardGeometry(model);
      const render = renderNormals(kernels, pass.surface, camera, size, settings.supersample, channels);
      return {
        image: render.image,
        backward(dImage, smoothness) {
          const dPositions = renderNormalsBackward(kernels, render, dImage, smoothness);
          backwardField(field, pass.field, backwardGeometry(model, pass, dPositions));
        },
      };
    },
    surface: async () => forwardGeometry(model).surface,
  };
}

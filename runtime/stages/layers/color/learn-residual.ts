import { trainOnWasm } from "../../../field/trainer.ts";
import type { ColorModel } from "../../color/texture.ts";
import { learnResidualOnGpu } from "./gpu-residual.ts";
import { renderResidual, renderResidualBackward } from "./render-residual.ts";
import type { ResidualModel } from "./residual-model.ts";

/** The residual as texture and refine stage learn colours, where the kernels are. What a GPU keeps of it is freed by `keepWithin`. */
export function learnResidual(model: ResidualModel): ColorModel {
  const { gpu } = model.drawn.kernels;
  return gpu ? learnResidualOnGpu(model, gpu) : learnOnWasm(model);
}

function learnOnWasm(model: ResidualModel): ColorModel {
  return {
    settings: model.settings,
    trainer: trainOnWasm(model.field),
    async show(camera, size) {
      const render = renderResidual(model, camera, size);
      return { image: render.image, backward: (dImage) => renderResidualBackward(model, render, dImage) };
    },
  };
}

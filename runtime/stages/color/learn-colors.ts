import { trainOnWasm } from "../../field/trainer.ts";
import { learnColorsOnGpu } from "./gpu-colors.ts";
import { renderColor, renderColorBackward, type TextureModel } from "./render-color.ts";
import type { ColorModel } from "./texture.ts";

/** Learns where the kernels are. What a GPU keeps of it is freed by `keepWithin`. */
export function learnColors(model: TextureModel): ColorModel {
  const { gpu } = model.field.kernels;
  return gpu ? learnColorsOnGpu(gpu, model) : learnOnWasm(model);
}

function learnOnWasm(model: TextureModel): ColorModel {
  const { settings, field } = model;
  return {
    settings,
    trainer: trainOnWasm(field),
    async show(camera, size) {
      const render = renderColor(model, camera, size);
      return { image: render.image, backward: (dImage) => renderColorBackward(field, render, dImage) };
    },
  };
}

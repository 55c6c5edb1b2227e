import type { Field } from "../../field/field.ts";
import { createGpuField, evaluateField } from "../../field/gpu-field.ts";
import type { Kernels } from "../../kernels/load.ts";
import { fieldColors, sigmoid } from "./render-color.ts";

/** Asks a field that no longer changes for its colours, as `fieldColors`, where the kernels are. What a GPU keeps of it is freed by `keepWithin`. */
export function askColors(kernels: Kernels, field: Field): (positions: Float32Array) => Promise<Float32Array> {
  const { gpu } = kernels;
  if (!gpu) return async (positions) => fieldColors(kernels, field, positions);
  const copy = createGpuField(gpu, field);
  return async (positions) => (await evaluateField(copy, positions)).map(sigmoid);
}

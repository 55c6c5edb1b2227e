import { backwardField, type Field, forwardField, stepField } from "../../field/field.ts";
import { decayedRates } from "../guidance/learning-rate.ts";
import type { PointFit } from "../stage-settings.ts";
import { sigmoid } from "./render-color.ts";

/**
 * Fits a colour field to the colours of given points by least squares. Steps take the points in their order, and begin
 * again where they end: their number is a multiple of a step's.
 * @param positions [N, 3] in head space. @param wanted [N, 3] sRGB in [0, 1].
 */
export function fitPoints(
  field: Field,
  positions: Float32Array,
  wanted: Float32Array,
  { steps, points, learningRates }: PointFit,
): void {
  const { scratch } = field.kernels;
  for (let step = 0; step < steps; step++) {
    const mark = scratch.mark();
    const at = scratch.f32(points * 3);
    const from = (step * at.length) % positions.length;
    at.set(positions.subarray(from, from + at.length));
    const pass = forwardField(field, at);
    const gradient = scratch.f32(at.length);
    for (let i = 0; i < gradient.length; i++) {
      const color = sigmoid(pass.outputs[i]);
      gradient[i] = ((color - wanted[from + i]) * color * (1 - color)) / points;
    }
    backwardField(field, pass, gradient);
    scratch.release(mark);
    stepField(field, decayedRates(learningRates, step / steps));
  }
}

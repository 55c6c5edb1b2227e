import { backwardField, type Field, forwardField, stepField } from "../field/field.ts";
import type { Kernels } from "../kernels/load.ts";
import type { RandomStream } from "../kernels/random.ts";
import { areaSampler } from "./area-sampler.ts";
import { decayedRates } from "./learning-rate.ts";
import type { LearningRates } from "./recipe.ts";
import type { FixedMesh } from "./render-color.ts";
import { stageRandom } from "./step-rng.ts";

/** How the colour field is fitted to given colours. */
export interface FitSettings {
  /** 0 leaves the field as it is. */
  steps: number;
  /** Surface points of a step. */
  points: number;
  /** Share of them in the box where detail needs them. */
  focus: number;
  learningRates: LearningRates;
}

/** Part of head space, alike on both sides, whose surface is fitted more closely. */
export interface Box {
  x: number;
  y: [low: number, high: number];
  z: number;
}

/**
 * Fits the colour field to colours on the surface by least squares, as the paper first fits its SDF to the template.
 * @param wanted writes the sRGB colours of points [N, 3] in head space to an array [N, 3].
 * @param name of the random stream that draws the points.
 */
export function fitColors(
  kernels: Kernels,
  field: Field,
  mesh: FixedMesh,
  wanted: (points: Float32Array, colors: Float32Array) => void,
  box: Box,
  { steps, points, focus, learningRates }: FitSettings,
  seed: number,
  name: string,
): void {
  const random = stageRandom(seed, name);
  const everywhere = pointSampler(mesh, () => true);
  const inBox = pointSampler(mesh, (x, y, z) => Math.abs(x) < box.x && y > box.y[0] && y < box.y[1] && z > box.z);
  const colors = new Float32Array(points * 3);
  for (let step = 0; step < steps; step++) {
    const draw = random.step(step);
    const mark = kernels.scratch.mark();
    const positions = kernels.scratch.f32(points * 3);
    for (let i = 0; i < points; i++) (i < points * focus ? inBox : everywhere)(draw, i, positions);
    wanted(positions, colors);
    const pass = forwardField(field, positions);
    const gradient = kernels.scratch.f32(points * 3);
    for (let i = 0; i < points * 3; i++) {
      const color = 1 / (1 + Math.exp(-pass.outputs[i]));
      gradient[i] = ((color - colors[i]) * color * (1 - color)) / points;
    }
    backwardField(field, pass, gradient);
    kernels.scratch.release(mark);
    stepField(field, decayedRates(learningRates, step / steps));
  }
}

/** Writes point `index` of a step, drawn evenly by area from the triangles whose first corner is wanted. */
function pointSampler(mesh: FixedMesh, wanted: (x: number, y: number, z: number) => boolean) {
  const { indices, canonical: positions = mesh.positions } = mesh;
  const pick = areaSampler(positions, indices, (t) => {
    const corner = 3 * indices[3 * t];
    return wanted(positions[corner], positions[corner + 1], positions[corner + 2]);
  });
  return (draw: RandomStream, index: number, out: Float32Array): void => {
    const [share, u, v] = [0, 1, 2].map((k) => draw.uniform(index * 3 + k));
    const { triangle, weights } = pick(share, u, v);
    const corners = indices.subarray(3 * triangle, 3 * triangle + 3);
    for (let c = 0; c < 3; c++) {
      out[index * 3 + c] = corners.reduce((sum, vertex, k) => sum + weights[k] * positions[vertex * 3 + c], 0);
    }
  };
}

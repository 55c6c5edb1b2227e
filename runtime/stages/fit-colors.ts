import { backwardField, type Field, forwardField, stepField } from "../field/field.ts";
import type { Kernels } from "../kernels/load.ts";
import type { RandomStream } from "../kernels/random.ts";
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
  const everywhere = areaSampler(mesh, () => true);
  const inBox = areaSampler(mesh, (x, y, z) => Math.abs(x) < box.x && y > box.y[0] && y < box.y[1] && z > box.z);
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

/** Draws points of the surface evenly by area, from the triangles whose first corner is wanted. */
function areaSampler(mesh: FixedMesh, wanted: (x: number, y: number, z: number) => boolean) {
  const { indices } = mesh;
  const positions = mesh.canonical ?? mesh.positions;
  const triangles: number[] = [];
  const sums: number[] = [];
  let total = 0;
  const edge = (from: number, to: number) => [0, 1, 2].map((c) => positions[to * 3 + c] - positions[from * 3 + c]);
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = indices.subarray(t, t + 3);
    if (!wanted(positions[a * 3], positions[a * 3 + 1], positions[a * 3 + 2])) continue;
    const [u, v] = [edge(a, b), edge(a, c)];
    total += Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]);
    triangles.push(t);
    sums.push(total);
  }
  return (draw: RandomStream, index: number, out: Float32Array): void => {
    const goal = draw.uniform(index * 3) * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < goal) low = middle + 1;
      else high = middle;
    }
    const corners = indices.subarray(triangles[low], triangles[low] + 3);
    const root = Math.sqrt(draw.uniform(index * 3 + 1));
    const share = draw.uniform(index * 3 + 2);
    const weights = [1 - root, root * (1 - share), root * share];
    for (let c = 0; c < 3; c++) {
      out[index * 3 + c] = corners.reduce((sum, v, k) => sum + weights[k] * positions[v * 3 + c], 0);
    }
  };
}

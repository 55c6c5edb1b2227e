import { backwardField, type Field, forwardField, stepField } from "../../field/field.ts";
import { buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint } from "../../mesh/closest-point.ts";
import { hitDistance } from "../../mesh/hit-distance.ts";
import { sampleSurface } from "../../mesh/sample-surface.ts";
import type { TriMesh } from "../../mesh/types.ts";
import { decayedRates } from "../../stages/guidance/learning-rate.ts";
import { stageRandom } from "../../stages/guidance/step-rng.ts";
import type { ImportSettings } from "../../stages/stage-settings.ts";
import { type SourceMesh, sourceColors } from "../source/source-mesh.ts";

/** Colours at points of a fitted surface. */
export interface ColorTargets {
  /** [n, 3] head space. */
  positions: Float32Array;
  /** [n, 3] sRGB in 0..1. */
  colors: Float32Array;
}

/** How far outside the fitted surface one stands to look at the source, in cells of the grid. */
const STAND_OFF = 1.5;

/**
 * What colour points of the fitted surface should have: the source's where one looks at it from outside, against the
 * normal; hair lies close over skin, and the nearest point may be either. Where nothing is met, the nearest point's.
 * @param kept the source's triangles that count. @param cell length of a cell of the grid.
 */
export function colorTargets(
  source: SourceMesh,
  kept: Uint32Array,
  surface: TriMesh,
  { cell, count, seed }: { cell: number; count: number; seed: number },
): ColorTargets {
  const { positions, normals } = sampleSurface(surface, count, stageRandom(seed, "fit-color").run);
  const look = lookAtSource(source, kept, cell);
  const triangle = new Uint32Array(count);
  const weights = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) look(positions, normals, i, triangle, weights);
  return { positions, colors: sourceColors(source, triangle, weights) };
}

/**
 * Makes the function that looks at the source from outside point `i`, against its normal: it writes the triangle that is seen
 * there, and the weights of its corners 1 and 2. Where nothing is met, the nearest point's.
 */
export function lookAtSource(source: SourceMesh, kept: Uint32Array, cell: number) {
  const indices = new Uint32Array(3 * kept.length);
  for (let i = 0; i < indices.length; i++) indices[i] = source.indices[3 * kept[Math.floor(i / 3)] + (i % 3)];
  const bvh = buildBvh({ positions: source.positions, indices });
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  const reach = STAND_OFF * cell;
  return (
    positions: Float32Array,
    normals: Float32Array,
    i: number,
    triangle: Uint32Array,
    weights: Float32Array,
  ): void => {
    const [x, y, z] = positions.subarray(3 * i, 3 * i + 3);
    const [nx, ny, nz] = normals.subarray(3 * i, 3 * i + 3);
    const far = hitDistance(bvh, x + reach * nx, y + reach * ny, z + reach * nz, -nx, -ny, -nz, 2 * reach);
    const inward = far < 2 * reach ? reach - far : 0;
    closestPoint(bvh, x + inward * nx, y + inward * ny, z + inward * nz, 0, 0, 0, near);
    triangle[i] = kept[bvh.order[near.slot]];
    weights.set([near.u, near.v], 2 * i);
  };
}

/**
 * One step of regression of the colour field, sigmoid of its outputs, to the targets.
 * @returns root mean square error in 0..1.
 */
export function colorStep(
  field: Field,
  { positions, colors }: ColorTargets,
  { batch, steps, learningRates }: ImportSettings["color"],
  seed: number,
  step: number,
): number {
  const { kernels } = field;
  const draw = stageRandom(seed, "fit-color").step(step);
  const mark = kernels.scratch.mark();
  const at = kernels.scratch.f32(3 * batch);
  const picked = Uint32Array.from({ length: batch }, (_, i) => Math.floor((draw.uniform(i) * positions.length) / 3));
  for (let i = 0; i < batch; i++) at.set(positions.subarray(3 * picked[i], 3 * picked[i] + 3), 3 * i);
  const pass = forwardField(field, at);
  const gradient = kernels.scratch.f32(3 * batch);
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) {
    const color = 1 / (1 + Math.exp(-pass.outputs[i]));
    const error = color - colors[3 * picked[Math.floor(i / 3)] + (i % 3)];
    squares += error * error;
    gradient[i] = (2 * error * color * (1 - color)) / batch;
  }
  backwardField(field, pass, gradient);
  kernels.scratch.release(mark);
  stepField(field, decayedRates(learningRates, step / steps));
  return Math.sqrt(squares / gradient.length);
}

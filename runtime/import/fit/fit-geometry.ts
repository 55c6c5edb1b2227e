import { backwardField, forwardField, stepField } from "../../field/field.ts";
import { templateSdf } from "../../head/template-sdf.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import type { Kernels } from "../../kernels/load.ts";
import { areaNormals } from "../../mesh/area-normals.ts";
import { buildBvh } from "../../mesh/build-bvh.ts";
import { closestPoint } from "../../mesh/closest-point.ts";
import {
  backwardGeometry,
  createGeometryModel,
  forwardGeometry,
  type GeometryModel,
  revisitGrid,
} from "../../stages/geometry/geometry-model.ts";
import { decayedRates } from "../../stages/guidance/learning-rate.ts";
import { stageRandom } from "../../stages/guidance/step-rng.ts";
import type { GeometrySettings, ImportSettings } from "../../stages/stage-settings.ts";

/** Cells around the surface in which the distance itself is fitted; beyond, its sign and no more. */
const NEAR = 4;
/** Share of a batch drawn from there. */
const NEAR_SHARE = 0.8;
/** A vertex this many cells from the source's solids belongs to a sheet or a cut, and is not pulled. */
const REACH = 1.5;

/** A geometry model on its way to a source. */
export interface GeometryFit {
  model: GeometryModel;
  /** [side³] signed distance to fit. */
  target: Float32Array;
  near: Uint32Array;
  far: Uint32Array;
  seed: number;
}

/** A geometry model at the template, to be fitted to `target`, the distances of {@link sourceSdf}. */
export function createGeometryFit(
  kernels: Kernels,
  settings: GeometrySettings,
  shape: HeadShape,
  target: Float32Array,
  seed: number,
): GeometryFit {
  const model = createGeometryModel(kernels, settings, templateSdf(shape, settings.resolution), seed);
  const [near, far]: number[][] = [[], []];
  for (let i = 0; i < target.length; i++) (Math.abs(target[i]) < NEAR * model.grid.cell ? near : far).push(i);
  return { model, target, near: Uint32Array.from(near), far: Uint32Array.from(far), seed };
}

/**
 * One step of regression: squared error of the distance near the surface, of what is missing to the right side of it
 * elsewhere.
 * @returns root mean square error near the surface, in cells.
 */
export function distanceStep(
  fit: GeometryFit,
  { batch, steps, learningRates }: ImportSettings["distance"],
  step: number,
): number {
  const { model, target, near, far } = fit;
  const { kernels, grid, field, settings } = model;
  const draw = stageRandom(fit.seed, "fit-distance").step(step);
  const mark = kernels.scratch.mark();
  const picked = new Uint32Array(batch);
  const fromNear = far.length === 0 ? batch : Math.round(batch * NEAR_SHARE);
  for (let i = 0; i < batch; i++) {
    const pool = i < fromNear ? near : far;
    picked[i] = pool[Math.floor(draw.uniform(i) * pool.length)];
  }
  const positions = kernels.scratch.f32(3 * batch);
  const { side, cell } = grid;
  for (let i = 0; i < batch; i++) {
    const v = picked[i];
    positions[3 * i] = (v % side) * cell - 1;
    positions[3 * i + 1] = (Math.floor(v / side) % side) * cell - 1;
    positions[3 * i + 2] = Math.floor(v / (side * side)) * cell - 1;
  }
  const pass = forwardField(field, positions);
  const gradient = kernels.scratch.f32(pass.outputs.length).fill(0);
  let squares = 0;
  for (let i = 0; i < batch; i++) {
    const change = Math.tanh(pass.outputs[4 * i]);
    const distance = model.template[picked[i]] + settings.range * change;
    let error = distance - target[picked[i]];
    if (i >= fromNear) {
      const beyond = Math.sign(target[picked[i]]) * NEAR * cell;
      error = beyond > 0 ? Math.min(0, distance - beyond) : Math.max(0, distance - beyond);
    } else squares += error * error;
    gradient[4 * i] = (2 * error * settings.range * (1 - change * change)) / (cell * cell * batch);
  }
  backwardField(field, pass, gradient);
  kernels.scratch.release(mark);
  stepField(field, decayedRates(learningRates, step / steps));
  return Math.sqrt(squares / fromNear) / cell;
}

/**
 * Makes the function that pulls the marched surface towards a source's solids: distances and offsets follow the gradient
 * of the squared distance to the nearest source point that faces the same way. It returns the root mean square distance
 * in cells.
 * @param positions [V, 3], solids [F, 3] of the source in head space.
 */
export function createSurfaceStep(
  fit: GeometryFit,
  positions: Float32Array,
  solids: Uint32Array,
  { steps, learningRates }: ImportSettings["surface"],
): (step: number) => number {
  const { model } = fit;
  const { kernels, grid, settings } = model;
  const bvh = buildBvh({ positions, indices: solids });
  const near = { slot: -1, u: 0, v: 0, squared: 0 };
  return (step) => {
    if (step % settings.bandEvery === 0) revisitGrid(model);
    const mark = kernels.scratch.mark();
    const pass = forwardGeometry(model);
    const { positions: at, indices } = pass.surface;
    const { normals } = areaNormals(kernels, at, indices);
    const pull = kernels.scratch.f32(at.length).fill(0);
    const reach = (REACH * grid.cell) ** 2;
    let [squares, count] = [0, 0];
    for (let i = 0; i < at.length; i += 3) {
      const [x, y, z] = [at[i], at[i + 1], at[i + 2]];
      closestPoint(bvh, x, y, z, normals[i], normals[i + 1], normals[i + 2], near);
      if (near.slot < 0 || near.squared > reach) continue;
      squares += near.squared;
      count++;
      const c = 9 * near.slot;
      for (let k = 0; k < 3; k++) {
        const a = bvh.corners[c + k];
        const foot = a + near.u * (bvh.corners[c + 3 + k] - a) + near.v * (bvh.corners[c + 6 + k] - a);
        pull[i + k] = (6 * (at[i + k] - foot)) / (grid.cell * grid.cell * at.length);
      }
    }
    backwardField(model.field, pass.field, backwardGeometry(model, pass, pull));
    kernels.scratch.release(mark);
    stepField(model.field, decayedRates(learningRates, step / steps));
    return Math.sqrt(squares / Math.max(1, count)) / grid.cell;
  };
}

import { createField, evaluateField, type Field, type FieldPass, forwardField } from "../../field/field.ts";
import { keepLargestComponent, march, marchBackward, type Surface } from "../../field/march.ts";
import {
  bandWithin,
  createTetGrid,
  rebuildBand,
  setBand,
  setBandOutputs,
  setSdf,
  type TetGrid,
} from "../../field/tetgrid.ts";
import type { Tensors } from "../../head/tensors.ts";
import type { Kernels } from "../../kernels/load.ts";
import { restoreTensors } from "../files/checkpoint.ts";
import type { GeometrySettings } from "../stage-settings.ts";

/** Signed distance, then the three components of a grid vertex's offset. */
const OUTPUTS = 4;

/**
 * The head's shape: signed distance of the template plus a learned change, on a deformable tetrahedral grid. Learning
 * the change starts exactly at the template, where the paper first fits a network to the template's distance.
 */
export interface GeometryModel {
  kernels: Kernels;
  settings: GeometrySettings;
  field: Field;
  grid: TetGrid;
  /** [side³] signed distance of the template, in kernel memory. */
  template: Float32Array;
}

/** One evaluation of the band, with what its backward pass needs; lives in scratch memory. */
export interface GeometryPass {
  field: FieldPass;
  surface: Surface;
  /** [band, 4] tanh'd distance change in component 0, raw offsets in the others. */
  outputs: Float32Array;
}

/** @param template signed distance of every vertex of a grid with `settings.resolution` cells. */
export function createGeometryModel(
  kernels: Kernels,
  settings: GeometrySettings,
  template: Float32Array,
  seed: number,
): GeometryModel {
  const grid = createTetGrid(kernels, settings.resolution);
  setSdf(grid, template);
  const field = createField(kernels, { ...settings.field, outputs: OUTPUTS }, seed);
  const base = kernels.store.f32(grid.sdf.length);
  base.set(grid.sdf);
  return { kernels, settings, field, grid, template: base };
}

/**
 * Evaluates the grid wherever a change within `range` can bring a surface, and lays the band around the one it finds, so that
 * hair and hats can appear away from where the surface was.
 */
export function revisitGrid(model: GeometryModel): void {
  const { kernels, grid, field } = model;
  lookAround(model);
  const mark = kernels.scratch.mark();
  const outputs = kernels.scratch.f32(grid.band.length * OUTPUTS);
  evaluateField(field, grid.bandPositions, outputs);
  settleBand(model, outputs);
  kernels.scratch.release(mark);
}

/** Takes all of the grid into the band where a surface can be … */
export function lookAround({ grid, template, settings }: GeometryModel): void {
  bandWithin(grid, template, settings.range);
}

/** … and lays it around the one that the field's outputs there, [band, 4] in kernel memory, make. */
export function settleBand({ grid, template, settings }: GeometryModel, outputs: Float32Array): void {
  setBandOutputs(grid, outputs, template, settings.range);
  rebuildBand(grid, settings.bandCells);
}

/** Copies of what the last visit left outside the band, and of the band: a step goes on from these and the field. */
export function gridTensors({ grid }: GeometryModel): Tensors {
  return { "grid.sdf": grid.sdf.slice(), "grid.offsets": grid.offsets.slice(), "grid.band": grid.band.slice() };
}

/** Puts {@link gridTensors} back. @throws Error where the file belongs to a grid of another size. */
export function restoreGrid({ grid }: GeometryModel, tensors: Tensors, file: string): void {
  restoreTensors({ "grid.sdf": grid.sdf, "grid.offsets": grid.offsets }, tensors, file);
  setBand(grid, tensors["grid.band"] as Uint32Array);
}

/** Evaluates the band and extracts its surface. The caller marks and releases scratch memory around it. */
export function forwardGeometry(model: GeometryModel): GeometryPass {
  const field = forwardField(model.field, model.grid.bandPositions);
  setBandOutputs(model.grid, field.outputs, model.template, model.settings.range);
  return { field, outputs: field.outputs, surface: keepLargestComponent(model.kernels, march(model.grid)) };
}

/** Brings the gradient of the surface's positions ([vertices, 3], in kernel memory) back to the field's parameters. */
export function backwardGeometry(model: GeometryModel, pass: GeometryPass, dPositions: Float32Array): Float32Array {
  const { kernels, grid, settings } = model;
  const count = grid.band.length;
  const sdf = kernels.scratch.f32(count).fill(0);
  const offsets = kernels.scratch.f32(count * 3).fill(0);
  marchBackward(grid, pass.surface, dPositions, { sdf, offsets });
  const gradient = kernels.scratch.f32(count * OUTPUTS);
  for (let i = 0; i < count; i++) {
    const change = pass.outputs[i * OUTPUTS];
    gradient[i * OUTPUTS] = sdf[i] * settings.range * (1 - change * change);
    gradient[i * OUTPUTS + 1] = offsets[i * 3];
    gradient[i * OUTPUTS + 2] = offsets[i * 3 + 1];
    gradient[i * OUTPUTS + 3] = offsets[i * 3 + 2];
  }
  return gradient;
}

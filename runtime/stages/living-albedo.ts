import { createField, type Field } from "../field/field.ts";
import { templateAlbedo } from "../head/template-albedo.ts";
import { selectTemplate } from "../head/template-select.ts";
import { fitColors } from "./fit-colors.ts";
import type { Job } from "./job.ts";
import { selectMaterial } from "./materials.ts";
import { type FixedMesh, fieldColors } from "./render-color.ts";

/** Gives the colour field of a living head the template's albedo to start from; heads of a material start grey. */
export function startFromAlbedo(job: Job, mesh: FixedMesh, field: Field): void {
  const { engine, recipe } = job;
  const albedo = livingAlbedo(job);
  if (!albedo) return;
  const wanted = (points: Float32Array, colors: Float32Array) => {
    for (let i = 0; i < points.length; i += 3) albedo.head(points[i], points[i + 1], points[i + 2], colors, i);
  };
  fitColors(engine.kernels, field, mesh, wanted, recipe.texture.start, recipe.seed, "start");
}

/**
 * Paints the eyes of a living head anew and leaves the rest of the field as it is: a small prior sees an eye as a few
 * pixels, and what it makes of them is a smear.
 */
export function restoreEyes(job: Job, mesh: FixedMesh, field: Field): void {
  const { engine, recipe } = job;
  const albedo = livingAlbedo(job);
  if (!albedo || recipe.texture.eyes.steps === 0) return;
  const { kernels } = engine;
  const mark = kernels.store.mark();
  const before = createField(kernels, field.config, recipe.seed);
  before.table.values.set(field.table.values);
  before.network.values.set(field.network.values);
  const wanted = (points: Float32Array, colors: Float32Array) => {
    colors.set(fieldColors(kernels, before, points));
    for (let i = 0; i < points.length; i += 3) albedo.eyes(points[i], points[i + 1], points[i + 2], colors, i);
  };
  fitColors(kernels, field, mesh, wanted, recipe.texture.eyes, recipe.seed, "eyes");
  kernels.store.release(mark);
}

/** Undefined for heads of marble, bronze and the like. */
function livingAlbedo({ engine: { template, materials }, recipe, shape }: Job) {
  if (selectMaterial(materials, recipe.prompt)) return undefined;
  const weights = selectTemplate(template.words, recipe.prompt);
  return templateAlbedo(template.albedo, shape, weights, recipe.prompt);
}

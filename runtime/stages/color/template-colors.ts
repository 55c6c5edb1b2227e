import { createField, type Field } from "../../field/field.ts";
import { skinColor } from "../../head/albedo/skin-color.ts";
import { templateAlbedo } from "../../head/albedo/template-albedo.ts";
import { firstDifference } from "../../head/document.ts";
import { varyTone } from "../../head/look/individual.ts";
import { shapeWeights } from "../../head/look/shape-weights.ts";
import type { Paint } from "../../head/paint.ts";
import { bareSkin, dressPaint } from "../../head/parts/dress.ts";
import { patternOf, withPattern } from "../../head/patterns.ts";
import { bareSdf } from "../geometry/bare-sdf.ts";
import type { Job } from "../job/job.ts";
import { type Appearance, appearanceOf, dressingOf } from "./appearance.ts";
import { type Box, fitColors, type SurfaceFit } from "./fit-colors.ts";
import { type FixedMesh, fieldColors } from "./render-color.ts";

/** The face from chin to brows, and the band of the eyes. */
export const FACE: Box = { x: 0.4, y: [-0.55, 0.3], z: 0.25 };
const EYES: Box = { x: 0.36, y: [-0.12, 0.12], z: 0.15 };

/** Distance of two template colours at which an edit leaves nothing of how the parent differs from the template there. */
const REPAINTED = 0.5;

/** Gives the colour field the template's colours to start from: skin, face, parts; of a statue its material. */
export function startFromTemplate(job: Job, mesh: FixedMesh, field: Field): void {
  const { recipe } = job;
  const { start } = recipe.texture;
  if (start.steps === 0) return;
  const { head } = templatePaints(job, appearanceOf(recipe));
  const wanted = (points: Float32Array, colors: Float32Array) => {
    for (let i = 0; i < points.length; i += 3) head(points[i], points[i + 1], points[i + 2], colors, i);
  };
  fitColors(field, mesh, wanted, { box: FACE, settings: start, seed: recipe.seed, name: "start" });
}

/**
 * Paints the eyes of a living head anew and leaves the rest of the field as it is: a small prior sees an eye as a few
 * pixels, and what it makes of them is a smear.
 */
export function restoreEyes(job: Job, mesh: FixedMesh, field: Field): void {
  const { recipe } = job;
  const { eyes: settings } = recipe.texture;
  if (settings.steps === 0) return;
  const { eyes } = templatePaints(job, appearanceOf(recipe));
  if (eyes) refit(field, mesh, eyes, { box: EYES, settings, seed: recipe.seed, name: "eyes" });
}

/**
 * Gives an edit's colour field what the new Look changes of the template's colours, on top of the parent's.
 * @param parent what the field shows now.
 */
export function repaintTemplate(job: Job, mesh: FixedMesh, field: Field, parent: Appearance): void {
  const edited = appearanceOf(job.recipe);
  const settings = job.recipe.edit?.color.start;
  if (!settings || settings.steps === 0 || !firstDifference(parent.look, edited.look)) return;
  const [{ head: before }, { head: after }] = [templatePaints(job, parent), templatePaints(job, edited)];
  const [a, b] = [new Float32Array(3), new Float32Array(3)];
  const change: Paint = (x, y, z, colors, i) => {
    before(x, y, z, a, 0);
    after(x, y, z, b, 0);
    changedColor(a, b, colors, i);
  };
  refit(field, mesh, change, { box: FACE, settings, seed: edited.seed, name: "repaint" });
}

/**
 * Changes a colour as the template's own changes from `a` to `b`: of how it differs from the template less stays, the larger
 * that step.
 */
export function changedColor(a: Float32Array, b: Float32Array, colors: Float32Array, at: number): void {
  const kept = Math.max(0, 1 - Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]) / REPAINTED);
  for (let k = 0; k < 3; k++) colors[at + k] = Math.min(1, Math.max(0, b[k] + kept * (colors[at + k] - a[k])));
}

/** Fits a field to its own present colours, changed by `change`. */
export function refit(field: Field, mesh: FixedMesh, change: Paint, fit: SurfaceFit): void {
  const { kernels } = field;
  const mark = kernels.store.mark();
  const before = createField(kernels, field.config, fit.seed);
  before.table.values.set(field.table.values);
  before.network.values.set(field.network.values);
  const wanted = (points: Float32Array, colors: Float32Array) => {
    colors.set(fieldColors(kernels, before, points));
    for (let i = 0; i < points.length; i += 3) change(points[i], points[i + 1], points[i + 2], colors, i);
  };
  fitColors(field, mesh, wanted, fit);
  kernels.store.release(mark);
}

/** What paints a head's eyes, and where. */
type EyePaint = Paint & { has(x: number, y: number, z: number): boolean };

/**
 * What paints the whole head, and what paints its eyes alone: statues and robots have none.
 * @param bare leaves hair and other parts out.
 */
export function templatePaints(
  { engine, shape }: Job,
  appearance: Appearance,
  { bare: isBare = false } = {},
): { head: Paint; eyes?: EyePaint } {
  const { albedo: table, people } = engine.template;
  const { look, seed, variation } = appearance;
  const dressed = dressingOf(engine, appearance);
  const dressing = isBare ? { ...dressed, parts: [] } : dressed;
  const solid = dressing.material?.color;
  const weights = shapeWeights(people, look);
  const patterned = (paint: Paint) => (dressing.pattern ? withPattern(paint, patternOf(dressing.pattern)) : paint);
  if (solid) return { head: patterned(templateAlbedo(table, shape, { look, weights, skin: solid }).carved) };
  const skin = dressing.skin ?? varyTone(skinColor(table, weights), seed, "skin", variation);
  const albedo = templateAlbedo(table, shape, { look, weights, skin, marks: dressing.marks });
  const bare = bareSdf(shape);
  const isSkin = bareSkin(bare, dressing);
  const eyes: Paint = (x, y, z, out, at) => {
    if (albedo.hasEye(x, y, z) && isSkin(x, y, z)) albedo.eyes(x, y, z, out, at);
  };
  const eyePaint = Object.assign(eyes, { has: albedo.hasEye });
  return { head: dressPaint(bare, dressing, patterned(albedo.head)), eyes: eyePaint };
}

import { createField, type Field } from "../../field/field.ts";
import { skinColor } from "../../head/albedo/skin-color.ts";
import { templateAlbedo } from "../../head/albedo/template-albedo.ts";
import { firstDifference } from "../../head/document.ts";
import { varyTone } from "../../head/look/individual.ts";
import { shapeWeights } from "../../head/look/shape-weights.ts";
import type { Paint } from "../../head/paint.ts";
import { bareSkin, dressPaint } from "../../head/parts/dress.ts";
import { dressLook } from "../../head/parts/dress-look.ts";
import type { Dressing } from "../../head/parts/part.ts";
import { patternOf, withPattern } from "../../head/patterns.ts";
import type { Look, Rgb } from "../../prompt/look.ts";
import type { Tools } from "../engine.ts";
import { bareSdf } from "../geometry/bare-sdf.ts";
import type { Job } from "../job/job.ts";
import type { FitSettings, Recipe } from "../recipe.ts";
import { type Box, fitColors } from "./fit-colors.ts";
import { type FixedMesh, fieldColors } from "./render-color.ts";

/** The face from chin to brows, and the band of the eyes. */
export const FACE: Box = { x: 0.4, y: [-0.55, 0.3], z: 0.25 };
const EYES: Box = { x: 0.36, y: [-0.12, 0.12], z: 0.15 };

/** Distance of two template colours at which an edit leaves nothing of how the parent differs from the template there. */
const REPAINTED = 0.5;

/** What a recipe's Look and seed put on the template; of that the material alone where the preset leaves parts out. */
export function dressingOf({ template }: Tools, { look, seed, geometry }: Recipe): Dressing {
  const dressing = dressLook(template.parts, look, shapeWeights(template.people, look));
  const { parts, skin, material } = dressing;
  if (!geometry.parts) return { parts: [], marks: [], material };
  const tone = (color: Rgb, name: string) => varyTone(color, seed, name, geometry.variation);
  const toned = parts.map((part) => {
    const name = part.kind === "beard" ? "hair" : part.kind;
    return part.color ? { ...part, color: tone(part.color, name) } : part;
  });
  return { ...dressing, parts: toned, skin: skin && tone(skin, "skin") };
}

/** Gives the colour field the template's colours to start from: skin, face, parts; of a statue its material. */
export function startFromTemplate(job: Job, mesh: FixedMesh, field: Field): void {
  const { recipe } = job;
  const { start } = recipe.texture;
  if (start.steps === 0) return;
  const { head } = templatePaints(job);
  const wanted = (points: Float32Array, colors: Float32Array) => {
    for (let i = 0; i < points.length; i += 3) head(points[i], points[i + 1], points[i + 2], colors, i);
  };
  fitColors(field, mesh, wanted, FACE, start, recipe.seed, "start");
}

/**
 * Paints the eyes of a living head anew and leaves the rest of the field as it is: a small prior sees an eye as a few
 * pixels, and what it makes of them is a smear.
 */
export function restoreEyes(job: Job, mesh: FixedMesh, field: Field): void {
  const { eyes: settings } = job.recipe.texture;
  if (settings.steps === 0) return;
  const { eyes } = templatePaints(job);
  if (!eyes) return;
  refit(job, mesh, field, EYES, settings, "eyes", eyes);
}

/**
 * Gives an edit's colour field what the new Look changes of the template's colours, on top of the parent's.
 * @param parentLook what the field shows now.
 */
export function repaintTemplate(job: Job, mesh: FixedMesh, field: Field, parentLook: Look): void {
  const { recipe } = job;
  const { start } = recipe.texture;
  if (start.steps === 0 || !firstDifference(parentLook, recipe.look)) return;
  const { head: before } = templatePaints(job, parentLook);
  const { head: after } = templatePaints(job);
  const [a, b] = [new Float32Array(3), new Float32Array(3)];
  refit(job, mesh, field, FACE, start, "repaint", (x, y, z, colors, i) => {
    before(x, y, z, a, 0);
    after(x, y, z, b, 0);
    const kept = Math.max(0, 1 - Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]) / REPAINTED);
    for (let k = 0; k < 3; k++) colors[i + k] = Math.min(1, Math.max(0, b[k] + kept * (colors[i + k] - a[k])));
  });
}

/** Fits a field to its own present colours, changed by `change`. */
function refit(job: Job, mesh: FixedMesh, field: Field, box: Box, settings: FitSettings, name: string, change: Paint) {
  const { engine, recipe } = job;
  const { kernels } = engine;
  const mark = kernels.store.mark();
  const before = createField(kernels, field.config, recipe.seed);
  before.table.values.set(field.table.values);
  before.network.values.set(field.network.values);
  const wanted = (points: Float32Array, colors: Float32Array) => {
    colors.set(fieldColors(kernels, before, points));
    for (let i = 0; i < points.length; i += 3) change(points[i], points[i + 1], points[i + 2], colors, i);
  };
  fitColors(field, mesh, wanted, box, settings, recipe.seed, name);
  kernels.store.release(mark);
}

/** What paints the whole head, and what paints its eyes alone: statues and robots have none. */
function templatePaints({ engine, recipe, shape }: Job, look = recipe.look): { head: Paint; eyes?: Paint } {
  const { albedo: table, people } = engine.template;
  const dressing = dressingOf(engine, { ...recipe, look });
  const solid = dressing.material?.color;
  const weights = shapeWeights(people, look);
  const patterned = (paint: Paint) => (dressing.pattern ? withPattern(paint, patternOf(dressing.pattern)) : paint);
  if (solid) return { head: patterned(templateAlbedo(table, shape, { look, weights, skin: solid }).carved) };
  const { seed, geometry } = recipe;
  const skin = dressing.skin ?? varyTone(skinColor(table, weights), seed, "skin", geometry.variation);
  const albedo = templateAlbedo(table, shape, { look, weights, skin, marks: dressing.marks });
  const bare = bareSdf(shape);
  const isSkin = bareSkin(bare, dressing);
  const eyes: Paint = (x, y, z, out, at) => {
    if (albedo.hasEye(x, y, z) && isSkin(x, y, z)) albedo.eyes(x, y, z, out, at);
  };
  return { head: dressPaint(bare, dressing, patterned(albedo.head)), eyes };
}

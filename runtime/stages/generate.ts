import { createField, type Field } from "../field/field.ts";
import { extractLattice } from "../field/lattice.ts";
import { individualWeights } from "../head/look/individual.ts";
import { dressSdf, sampleGrid } from "../head/parts/dress.ts";
import { HEAD_FILES, type HeadStore } from "../head/store.ts";
import { readTensors } from "../head/tensors.ts";
import { keepWithin } from "../kernels/keep-within.ts";
import type { Look } from "../prompt/look.ts";
import { appearanceOf, dressingOf } from "./color/appearance.ts";
import { learnColors } from "./color/learn-colors.ts";
import type { FixedMesh, TextureModel } from "./color/render-color.ts";
import { lookMaterial } from "./color/surface-material.ts";
import { restoreEyes, startFromTemplate } from "./color/template-colors.ts";
import { trainColors } from "./color/train-colors.ts";
import type { Engine, Tools } from "./engine.ts";
import { fieldParameters, restoreField, restoreTensors, saveCheckpoint, saveTraining } from "./files/checkpoint.ts";
import { writeColor } from "./files/color-file.ts";
import { type FinishedGeometry, readGeometry, writeGeometry } from "./files/geometry-file.ts";
import { bareSdf } from "./geometry/bare-sdf.ts";
import { geometryStep } from "./geometry/geometry.ts";
import {
  createGeometryModel,
  forwardGeometry,
  gridTensors,
  restoreGrid,
  revisitGrid,
} from "./geometry/geometry-model.ts";
import { shapePupil } from "./geometry/grow-shape.ts";
import { keepFeatures } from "./geometry/keep-features.ts";
import { learnGeometry } from "./geometry/learn-geometry.ts";
import type { StageContext } from "./guidance/distill-view.ts";
import { stageContext } from "./guidance/stage-context.ts";
import { stageSteps } from "./guidance/stage-steps.ts";
import { packFor } from "./job/check-pack.ts";
import { asBegun, claimStore } from "./job/claim-store.ts";
import { finishHead } from "./job/finish.ts";
import type { GeneratedHead, GenerateHooks, Job } from "./job/job.ts";
import { keepMesh, keepSurface } from "./job/keep-mesh.ts";
import { previewSurface } from "./job/live-preview.ts";
import { runStage } from "./job/run-stage.ts";
import { stageHooks } from "./job/stage-hooks.ts";
import { workOn } from "./job/work-on.ts";
import { makeLayeredHead } from "./layers/make-layered-head.ts";
import type { GridRecipe, Recipe } from "./recipe.ts";
import type { RefineSettings } from "./stage-settings.ts";

/**
 * Makes a head from a recipe: of layers from its Look, or on the grid by geometry, texture, refine and bake (HeadArtist,
 * section 3). Goes on from the store's checkpoint where there is one; the bytes are those of an uninterrupted run.
 * @param engine needs a pack where `needsPack` says so.
 * @throws Error where the store holds a head of another recipe; RangeError where the pack lacks what the recipe asks for;
 * the signal's reason when aborted.
 */
export async function generateHead(
  asked: Recipe,
  engine: Tools & Partial<Engine>,
  store: HeadStore,
  hooks: GenerateHooks = {},
): Promise<GeneratedHead> {
  if (asked.carrier === "layers") return makeLayeredHead(asked, engine, store, hooks);
  return makeOnGrid(asked, { ...engine, pack: packFor(asked, engine.pack) }, store, hooks);
}

async function makeOnGrid(
  asked: GridRecipe,
  engine: Engine,
  store: HeadStore,
  hooks: GenerateHooks,
): Promise<GeneratedHead> {
  const { seed, geometry } = asked;
  const look = geometry.creature === false ? asPerson(asked.look) : asked.look;
  const { document, recipe } = await claimStore(asked, store, engine.maker, () => ({
    template: individualWeights(engine.template.people, look, seed, geometry.variation),
  }));
  return workOn({ recipe, engine: asBegun(engine, document), store, hooks }, document, async (job) => {
    const mesh = await job.timed("geometry", () => makeGeometry(job));
    const field = await job.timed("texture", () => makeTexture(job, mesh));
    await engine.pack.release();
    return finishHead(job, document, { mesh, field });
  });
}

/** Without a creature and its features, which its name says and not only its own words. */
function asPerson({ who: { creature, ...who }, face, ...look }: Look): Look {
  return { ...look, who, face: creature === undefined ? face : {} };
}

async function makeGeometry(job: Job): Promise<FixedMesh> {
  const { engine, store, hooks } = job;
  const finished = await store.read(HEAD_FILES.geometry);
  if (finished) return keepMesh(engine, readGeometry(finished, HEAD_FILES.geometry).geometry);
  hooks.onProgress?.({ stage: "prepare", step: 0, steps: 1, secondsPerStep: 0 });
  return keepMesh(engine, await keepWithin(engine.kernels, () => growGeometry(job)));
}

async function growGeometry({ recipe, engine, store, hooks, shape, checkpoint }: Job): Promise<FinishedGeometry> {
  const { kernels } = engine;
  const settings = recipe.geometry;
  const known = keepSurface(engine, shape);
  const context = await stageContext(engine, recipe, settings, { landmarks: shape.landmarks, known });
  const start = dressSdf(bareSdf(shape, settings.resolution), dressingOf(engine, appearanceOf(recipe)).parts);
  const model = createGeometryModel(kernels, settings, start, recipe.seed);
  const resumed = checkpoint?.stage === "geometry" ? checkpoint : undefined;
  if (resumed) {
    restoreField(model.field, resumed.tensors, HEAD_FILES.checkpoint);
    restoreGrid(model, resumed.tensors, HEAD_FILES.checkpoint);
  }
  const learned = learnGeometry(model);
  const { steps, step, tensors } = await stageSteps(
    context,
    { stage: "geometry", settings },
    (index) => geometryStep(context, learned, index),
    () => shapePupil(learned, keepFeatures(context, shape, known)),
  );
  if (resumed) restoreTensors(tensors, resumed.tensors, HEAD_FILES.checkpoint);
  await runStage(
    {
      name: "geometry",
      steps,
      from: resumed?.step ?? 0,
      step,
      save: (index) => saveTraining(store, "geometry", index, learned.trainer, { ...gridTensors(model), ...tensors }),
      preview: async (index) => {
        if (!hooks.onPreview) return;
        const mark = kernels.scratch.mark();
        const surface = await learned.surface();
        // The distance to where shaping began is how far it has gone.
        const moved = sampleAlong(start, surface.positions);
        hooks.onPreview(previewSurface(kernels, { stage: "geometry", step: index }, surface, { moved }));
        kernels.scratch.release(mark);
      },
    },
    stageHooks(hooks),
  );
  await learned.trainer.home();
  revisitGrid(model);
  const mark = kernels.scratch.mark();
  const { surface } = forwardGeometry(model);
  const [positions, indices] = [surface.positions.slice(), surface.indices.slice()];
  const geometry = { positions, indices, canonical: positions, lattice: extractLattice(model.grid, surface) };
  kernels.scratch.release(mark);
  await store.write(HEAD_FILES.geometry, writeGeometry(geometry, fieldParameters(model.field)));
  return geometry;
}

/** @returns [V] values of a grid [side³] on [−1, 1]³ at points. */
function sampleAlong(grid: Float32Array, points: Float32Array): Float32Array {
  const side = Math.round(Math.cbrt(grid.length));
  return new Float32Array(points.length / 3).map((_, v) =>
    sampleGrid(grid, side, points[3 * v], points[3 * v + 1], points[3 * v + 2]),
  );
}

async function makeTexture(job: Job, mesh: FixedMesh): Promise<Field> {
  const { recipe, engine, store, shape, checkpoint } = job;
  const { kernels } = engine;
  const settings = recipe.texture;
  const field = createField(kernels, { ...settings.field, outputs: 3 }, recipe.seed + 1);
  const finished = await store.read(HEAD_FILES.color);
  if (finished) {
    restoreField(field, readTensors(finished, HEAD_FILES.color).tensors, HEAD_FILES.color);
    return field;
  }
  const context = await stageContext(engine, recipe, settings, { landmarks: shape.landmarks, known: mesh });
  const model: TextureModel = { settings, field, mesh };
  const at = checkpoint && checkpoint.stage !== "geometry" ? checkpoint : undefined;
  if (at) restoreField(field, at.tensors, HEAD_FILES.checkpoint);
  else {
    startFromTemplate(job, mesh, field);
    await saveCheckpoint(store, "texture", 0, field);
  }
  await trainColor(job, context, model, recipe.refine);
  restoreEyes(job, mesh, field);
  await store.write(
    HEAD_FILES.color,
    writeColor(field, lookMaterial(engine, appearanceOf(recipe), shape, mesh.positions)),
  );
  return field;
}

/** Texture and refine stage of a colour field, which holds the checkpoint's parameters where the job has one. */
export async function trainColor(
  job: Job,
  context: StageContext,
  model: TextureModel,
  refine: RefineSettings,
): Promise<void> {
  const { engine, store, hooks, checkpoint } = job;
  const { field, mesh } = model;
  const colors = learnColors(model);
  const { trainer } = colors;
  const preview = async (stage: "texture" | "refine", step: number) => {
    if (!hooks.onPreview) return;
    await trainer.home();
    hooks.onPreview(previewSurface(engine.kernels, { stage, step }, mesh, { field }));
  };
  const training = { store, hooks: stageHooks(hooks), checkpoint, preview };
  await trainColors(training, context, colors, refine).finally(trainer.home);
}

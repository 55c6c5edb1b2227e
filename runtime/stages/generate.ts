import { createSchedule } from "../diffusion/schedule.ts";
import { createField, type Field } from "../field/field.ts";
import { firstDifference, type HeadDocument, readDocument, writeDocument } from "../head/document.ts";
import { HEAD_FILES, type HeadStore } from "../head/store.ts";
import { templateSdf } from "../head/template-sdf.ts";
import { selectTemplate } from "../head/template-select.ts";
import { type HeadShape, shapeTemplate } from "../head/template-shape.ts";
import { readTensors, writeTensors } from "../head/tensors.ts";
import { checkPack } from "./check-pack.ts";
import { type Checkpoint, fieldParameters, loadCheckpoint, restoreField, saveCheckpoint } from "./checkpoint.ts";
import type { StageContext } from "./distill-view.ts";
import type { Engine } from "./engine.ts";
import { bakeFinished, previewBaked } from "./finish.ts";
import { geometryStep } from "./geometry.ts";
import { createGeometryModel, forwardGeometry, revisitGrid } from "./geometry-model.ts";
import { type LivePreview, previewSurface } from "./live-preview.ts";
import type { Recipe, StageSettings } from "./recipe.ts";
import { refineStep, refineSteps } from "./refine.ts";
import type { FixedMesh } from "./render-color.ts";
import { type Progress, runStage, type StageHooks } from "./run-stage.ts";
import { embedStageTexts } from "./stage-texts.ts";
import { type TextureModel, textureStep } from "./texture.ts";

/** What a caller of {@link generateHead} may listen to and steer; all optional. */
export interface GenerateHooks {
  onProgress?(progress: Progress): void;
  /** The head as it stands, between steps, every `previewInterval` milliseconds. */
  onPreview?(preview: LivePreview): void;
  previewInterval?: number;
  /** Milliseconds between checkpoints. */
  checkpointInterval?: number;
  /** Stops between two steps; call again with the same store to go on. */
  signal?: AbortSignal;
}

/** A finished head; the store holds the same and more. */
export interface GeneratedHead {
  glb: Uint8Array;
  /** PNG of the turntable sheet. */
  preview: Uint8Array;
  report: { seconds: Record<string, number>; triangles: number[]; bytes: number };
}

/** A guess for the progress line: what the bake takes for each thousand triangles, in seconds. */
const BAKE_SECONDS_PER_THOUSAND = 0.5;

/**
 * Makes a head from a recipe: geometry, texture, refine, bake (HeadArtist, section 3). Goes on from the store's
 * checkpoint where there is one; the bytes are those of an uninterrupted run.
 * @throws Error where the store holds a head of another recipe; RangeError where the pack lacks what the recipe asks for;
 * the signal's reason when aborted.
 */
export async function generateHead(
  recipe: Recipe,
  engine: Engine,
  store: HeadStore,
  hooks: GenerateHooks = {},
): Promise<GeneratedHead> {
  checkPack(recipe, engine.pack);
  const document = await claimStore(recipe, engine, store);
  const shape = shapeTemplate(engine.template, document.template);
  const checkpoint = await loadCheckpoint(store);
  const seconds: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    const result = await work();
    seconds[name] = (performance.now() - begin) / 1000;
    return result;
  };
  const job: Job = { recipe, engine, store, hooks, shape, checkpoint };
  const top = engine.kernels.store.mark();
  try {
    const mesh = await timed("geometry", () => makeGeometry(job));
    const field = await timed("texture", () => makeTexture(job, mesh));
    const baked = await timed("bake", () =>
      bakeFinished(engine, recipe, shape, mesh, field, (_, done) =>
        hooks.onProgress?.({
          stage: "bake",
          step: Math.round(done * 100),
          steps: 100,
          secondsPerStep: 0,
          eta: (1 - done) * bakeSeconds(recipe),
        }),
      ),
    );
    const preview = await timed("preview", () => previewBaked(engine, recipe, baked));
    await store.write(HEAD_FILES.glb, baked.glb);
    await store.write(HEAD_FILES.preview, preview);
    await writeDocument(store, { ...document, status: "done" });
    await store.remove(HEAD_FILES.checkpoint);
    hooks.onProgress?.({ stage: "bake", step: 100, steps: 100, secondsPerStep: 0, eta: 0 });
    return { glb: baked.glb, preview, report: { seconds, triangles: baked.report.triangles, bytes: baked.glb.length } };
  } finally {
    engine.kernels.store.release(top);
  }
}

interface Job {
  recipe: Recipe;
  engine: Engine;
  store: HeadStore;
  hooks: GenerateHooks;
  shape: HeadShape;
  checkpoint: Checkpoint | undefined;
}

/** Writes `head.json` into an empty store, or checks that the one there asks for the same head. */
async function claimStore(recipe: Recipe, engine: Engine, store: HeadStore): Promise<HeadDocument> {
  const found = await readDocument(store);
  if (!found) {
    const template = selectTemplate(engine.template.words, recipe.prompt);
    const document: HeadDocument = { format: "headartist-head", version: 1, recipe, template, status: "running" };
    await writeDocument(store, document);
    return document;
  }
  const difference = firstDifference(found.recipe, JSON.parse(JSON.stringify(recipe)));
  if (difference) {
    throw new Error(
      `this head folder was begun with another recipe ("${difference}" differs); choose another folder, or repeat the command it was begun with`,
    );
  }
  return found;
}

async function makeGeometry({ recipe, engine, store, hooks, shape, checkpoint }: Job): Promise<FixedMesh> {
  const { kernels } = engine;
  const settings = recipe.geometry;
  const finished = await store.read(HEAD_FILES.geometry);
  if (finished) {
    const { positions, indices } = readTensors(finished, HEAD_FILES.geometry).tensors;
    return keepMesh(engine, positions as Float32Array, indices as Uint32Array);
  }
  hooks.onProgress?.({ stage: "prepare", step: 0, steps: 1, secondsPerStep: 0, eta: 0 });
  const context = await stageContext(engine, recipe, settings, shape);
  const top = kernels.store.mark();
  const model = createGeometryModel(kernels, settings, templateSdf(shape, settings.resolution), recipe.seed);
  const resumed = checkpoint?.stage === "geometry" ? checkpoint : undefined;
  if (resumed) restoreField(model.field, resumed.tensors, HEAD_FILES.checkpoint);
  const later = recipe.texture.steps + refineSteps(recipe.refine) * recipe.refine.updates;
  await runStage(
    {
      name: "geometry",
      steps: settings.steps,
      from: resumed?.step ?? 0,
      alignment: settings.bandEvery,
      step: (index) => geometryStep(context, model, index),
      save: (index) => saveCheckpoint(store, "geometry", index, model.field),
      preview: (index) => {
        if (!hooks.onPreview || index === 0) return;
        const mark = kernels.scratch.mark();
        hooks.onPreview(previewSurface(kernels, "geometry", index, forwardGeometry(model).surface));
        kernels.scratch.release(mark);
      },
    },
    stageHooks(hooks, (perStep) => later * perStep + bakeSeconds(recipe)),
  );
  revisitGrid(model);
  const mark = kernels.scratch.mark();
  const { surface } = forwardGeometry(model);
  const [positions, indices] = [surface.positions.slice(), surface.indices.slice()];
  kernels.scratch.release(mark);
  await store.write(HEAD_FILES.geometry, writeTensors({ positions, indices, ...fieldParameters(model.field) }));
  kernels.store.release(top);
  return keepMesh(engine, positions, indices);
}

async function makeTexture({ recipe, engine, store, hooks, shape, checkpoint }: Job, mesh: FixedMesh): Promise<Field> {
  const { kernels } = engine;
  const settings = recipe.texture;
  const field = createField(kernels, { ...settings.field, outputs: 3 }, recipe.seed + 1);
  const finished = await store.read(HEAD_FILES.color);
  if (finished) {
    restoreField(field, readTensors(finished, HEAD_FILES.color).tensors, HEAD_FILES.color);
    return field;
  }
  const context = await stageContext(engine, recipe, settings, shape);
  const model: TextureModel = { settings, field, mesh };
  const at = checkpoint && checkpoint.stage !== "geometry" ? checkpoint : undefined;
  if (at) restoreField(field, at.tensors, HEAD_FILES.checkpoint);
  const preview = (stage: "texture" | "refine") => (index: number) =>
    hooks.onPreview?.(previewSurface(kernels, stage, index, mesh, field));
  const later = refineSteps(recipe.refine) * recipe.refine.updates;
  if (at?.stage !== "refine") {
    await runStage(
      {
        name: "texture",
        steps: settings.steps,
        from: at?.step ?? 0,
        alignment: 1,
        step: (index) => textureStep(context, model, index),
        save: (index) => saveCheckpoint(store, "texture", index, field),
        preview: preview("texture"),
      },
      stageHooks(hooks, (perStep) => later * perStep + bakeSeconds(recipe)),
    );
    await saveCheckpoint(store, "refine", 0, field);
  }
  await runStage(
    {
      name: "refine",
      steps: refineSteps(recipe.refine),
      from: at?.stage === "refine" ? at.step : 0,
      alignment: 1,
      step: (index) => refineStep(context, model, recipe.refine, index),
      save: (index) => saveCheckpoint(store, "refine", index, field),
      preview: preview("refine"),
    },
    stageHooks(hooks, () => bakeSeconds(recipe)),
  );
  await store.write(HEAD_FILES.color, writeTensors(fieldParameters(field)));
  return field;
}

async function stageContext(
  engine: Engine,
  recipe: Recipe,
  { prompt, viewWords }: StageSettings,
  shape: HeadShape,
): Promise<StageContext> {
  const { kernels, pack } = engine;
  return {
    kernels,
    pack,
    schedule: createSchedule(pack.scheduler),
    landmarks: shape.landmarks,
    texts: await embedStageTexts(pack, prompt, recipe.prompt, recipe.negative, viewWords),
    seed: recipe.seed,
  };
}

/** Copies a mesh into kernel memory for the rest of the job. */
function keepMesh({ kernels }: Engine, positions: Float32Array, indices: Uint32Array): FixedMesh {
  const mesh = { positions: kernels.store.f32(positions.length), indices: kernels.store.u32(indices.length) };
  mesh.positions.set(positions);
  mesh.indices.set(indices);
  return mesh;
}

function stageHooks(hooks: GenerateHooks, remaining: StageHooks["remaining"]): StageHooks {
  const { onProgress, signal, previewInterval = 1000, checkpointInterval = 6000 } = hooks;
  return { onProgress, signal, previewInterval, checkpointInterval, remaining };
}

function bakeSeconds(recipe: Recipe): number {
  return (BAKE_SECONDS_PER_THOUSAND * recipe.bake.triangles) / 1000;
}

import { viewWords } from "../../../runtime/diffusion/prompts.ts";
import { createSchedule } from "../../../runtime/diffusion/schedule.ts";
import { createField, type Field } from "../../../runtime/field/field.ts";
import { templateSdf } from "../../../runtime/head/template-sdf.ts";
import type { HeadShape } from "../../../runtime/head/template-shape.ts";
import type { Tensors } from "../../../runtime/head/tensors.ts";
import type { Pack } from "../../../runtime/pack/load.ts";
import { cameraFrame, projectVertices } from "../../../runtime/render/camera.ts";
import { rasterise } from "../../../runtime/render/rasterise.ts";
import { learnColors } from "../../../runtime/stages/color/learn-colors.ts";
import type { FixedMesh } from "../../../runtime/stages/color/render-color.ts";
import { textureStep } from "../../../runtime/stages/color/texture.ts";
import type { Engine } from "../../../runtime/stages/engine.ts";
import { geometryStep } from "../../../runtime/stages/geometry/geometry.ts";
import {
  createGeometryModel,
  forwardGeometry,
  type GeometryModel,
  revisitGrid,
} from "../../../runtime/stages/geometry/geometry-model.ts";
import { learnGeometry } from "../../../runtime/stages/geometry/learn-geometry.ts";
import type { NormalSurface } from "../../../runtime/stages/geometry/render-normals.ts";
import { showNormals } from "../../../runtime/stages/geometry/show-normals.ts";
import { sampleTimestep } from "../../../runtime/stages/guidance/distill.ts";
import { landmarkCondition, type StageContext } from "../../../runtime/stages/guidance/distill-view.ts";
import { sampleCamera } from "../../../runtime/stages/guidance/sample-camera.ts";
import type { KnownHead } from "../../../runtime/stages/guidance/stage-context.ts";
import { stageTexts } from "../../../runtime/stages/guidance/stage-texts.ts";
import { stageRandom } from "../../../runtime/stages/guidance/step-rng.ts";
import { keepSurface } from "../../../runtime/stages/job/keep-mesh.ts";
import type { GridRecipe, Recipe } from "../../../runtime/stages/recipe.ts";
import type { StageSettings } from "../../../runtime/stages/stage-settings.ts";
import { best } from "./timing.ts";

/** Milliseconds of one step, and how many of them went to the pack's networks and to the rasteriser. */
export interface StepTimes {
  total: number;
  networks: number;
  rasterise: number;
}

/** What of an engine steps are timed with. */
export type BenchEngine = Pick<Engine, "kernels" | "template" | "pack" | "headKit">;

/** A stage that can be stepped here and described to PyTorch. */
export interface StageBench {
  /** What the row is called, and PyTorch's step. */
  name: string;
  stage: "geometry" | "texture";
  arrays: Tensors;
  setup: Record<string, unknown>;
  /** Does step 1 once. @returns the image it showed the prior, and that image's gradient. */
  warmUp(): Promise<{ image: Float32Array; gradient: Float32Array }>;
  /** Does a step. */
  step(step: number): Promise<unknown>;
  /** @returns the times of one step, with those of each network. */
  time(step: number): Promise<StepTimes & { parts: NetworkTimes }>;
  request(step: number): { arrays: Tensors; numbers: Record<string, unknown> };
}

export async function prepareGeometry(engine: BenchEngine, recipe: GridRecipe, shape: HeadShape): Promise<StageBench> {
  const { kernels } = engine;
  const settings = recipe.geometry;
  const model = createGeometryModel(kernels, settings, templateSdf(shape, settings.resolution), recipe.seed);
  revisitGrid(model);
  const { grid, field } = model;
  const arrays = {
    ...fieldArrays(field),
    band: grid.band.slice(),
    bandPositions: grid.bandPositions.slice(),
    cells: grid.cells.slice(),
    template: model.template,
  };
  const watched = watch(engine.pack);
  const known = keepSurface(engine, shape);
  const context = await contextOf(engine, watched.pack, recipe, settings, { landmarks: shape.landmarks, known });
  const { range, laplacian } = settings;
  const learned = learnGeometry(model);
  const step = (index: number) => geometryStep(context, learned, index);
  return {
    name: "geometry, grid",
    stage: "geometry",
    arrays,
    setup: { ...setupOf(field, settings, engine.pack), side: grid.side, range, laplacian },
    ...stepping({ stage: "geometry", watched, context, settings, mesh: marched(engine, model), step }),
  };
}

export async function prepareTexture(engine: BenchEngine, recipe: GridRecipe, shape: HeadShape): Promise<StageBench> {
  const { kernels } = engine;
  const settings = recipe.texture;
  const template = templateSdf(shape, recipe.geometry.resolution);
  const geometry = createGeometryModel(kernels, recipe.geometry, template, recipe.seed);
  revisitGrid(geometry);
  const mesh = marched(engine, geometry);
  const field = createField(kernels, { ...settings.field, outputs: 3 }, recipe.seed + 1);
  const arrays = { ...fieldArrays(field), surface: mesh.positions.slice(), triangles: mesh.indices.slice() };
  const watched = watch(engine.pack);
  const { landmarks } = shape;
  const context = await contextOf(engine, watched.pack, recipe, settings, { landmarks, known: mesh });
  const colors = learnColors({ settings, field, mesh });
  const step = (index: number) => textureStep(context, colors, index);
  return {
    name: "texture, grid",
    stage: "texture",
    arrays,
    setup: { ...setupOf(field, settings, engine.pack), background: settings.background },
    ...stepping({ stage: "texture", watched, context, settings, mesh, step }),
  };
}

/** A copy of the model's present surface that stays in kernel memory. */
function marched({ kernels }: BenchEngine, model: GeometryModel): FixedMesh {
  const mark = kernels.scratch.mark();
  const { surface } = forwardGeometry(model);
  const positions = kernels.store.f32(surface.positions.length);
  const indices = kernels.store.u32(surface.indices.length);
  positions.set(surface.positions);
  indices.set(surface.indices);
  kernels.scratch.release(mark);
  return { positions, indices };
}

export function fieldArrays(field: Field): Tensors {
  return { table: field.table.values.slice(), network: field.network.values.slice() };
}

export function setupOf({ levels, config }: Field, { supersample }: StageSettings, { imageSize }: Pack) {
  return { levels, hidden: config.hidden, supersample, renderSize: imageSize * supersample };
}

export async function contextOf(
  { kernels }: Pick<Engine, "kernels">,
  pack: Pack,
  { prompt, negative, seed }: Pick<Recipe, "prompt" | "negative" | "seed">,
  settings: StageSettings,
  { landmarks, known }: KnownHead,
): Promise<StageContext> {
  const texts = await stageTexts(pack, { prompt, negative }, settings);
  return {
    kernels,
    pack,
    schedule: createSchedule(pack.scheduler),
    landmarks,
    showKnown: showNormals(kernels, known),
    texts,
    seed,
  };
}

/** Milliseconds in the pack's networks. */
export interface NetworkTimes {
  predict: number;
  encode: number;
  vjp: number;
}

/** A pack that counts the time spent in its networks and keeps the last image it saw and that image's gradient. */
interface WatchedPack {
  pack: Pack;
  spent: NetworkTimes;
  image: Float32Array;
  gradient: Float32Array;
}

export function watch(pack: Pack): WatchedPack {
  const clocked = async <T>(part: keyof NetworkTimes, work: Promise<T>, begin = performance.now()): Promise<T> => {
    const result = await work;
    watched.spent[part] += performance.now() - begin;
    return result;
  };
  const watched: WatchedPack = {
    pack: {
      ...pack,
      predict: (request) => clocked("predict", pack.predict(request)),
      encodeImage(image) {
        watched.image = image;
        return clocked("encode", pack.encodeImage(image));
      },
      encodeLatent(image) {
        watched.image = image;
        return clocked("encode", pack.encodeLatent(image));
      },
      async encodeImageVjp(saved, dLatent) {
        watched.gradient = await clocked("vjp", pack.encodeImageVjp(saved, dLatent));
        return watched.gradient;
      },
    },
    spent: { predict: 0, encode: 0, vjp: 0 },
    image: new Float32Array(0),
    gradient: new Float32Array(0),
  };
  return watched;
}

interface Stepping {
  stage: StageBench["stage"];
  watched: WatchedPack;
  context: StageContext;
  settings: StageSettings & { normalConsistency?: number | [number, number] };
  mesh: Pick<NormalSurface, "positions" | "indices" | "cutout">;
  step(index: number): Promise<number>;
}

/** The parts of a {@link StageBench} that both stages share. */
export function stepping({
  stage,
  watched,
  context,
  settings,
  mesh,
  step,
}: Stepping): Pick<StageBench, "warmUp" | "step" | "time" | "request"> {
  const { kernels, pack } = context;
  const viewOf = (index: number) => {
    const random = stageRandom(context.seed, stage);
    const draw = random.step(index);
    return { draw, view: sampleCamera(settings.cameras, index, random.run, draw) };
  };
  return {
    step,
    async warmUp() {
      await step(1);
      return { image: watched.image, gradient: watched.gradient };
    },
    async time(index) {
      Object.assign(watched.spent, { predict: 0, encode: 0, vjp: 0 });
      const begin = performance.now();
      await step(index);
      // What the step has queued on a GPU is part of it.
      await kernels.gpu?.settled();
      const total = performance.now() - begin;
      const parts = { ...watched.spent };
      const size = pack.imageSize * settings.supersample;
      const mark = kernels.scratch.mark();
      const options = { cullBackfaces: true, cutout: mesh.cutout };
      const screen = projectVertices(kernels, cameraFrame(viewOf(index).view.camera), size, mesh.positions);
      const raster = best(() => rasterise(kernels, screen, mesh.indices, size, options), 2);
      kernels.scratch.release(mark);
      return { total, networks: parts.predict + parts.encode + parts.vjp, rasterise: raster, parts };
    },
    request(index) {
      const { draw, view } = viewOf(index);
      const progress = index / settings.steps;
      const { alphasCumprod, config } = context.schedule;
      const timestep = sampleTimestep(settings.timesteps, progress, alphasCumprod.length, draw);
      const { target, negative, self } = context.texts(viewWords({ ...view.camera, closeUp: view.closeUp }));
      const { cfg, anchor } = settings.guidance;
      const texts = anchor < 1 ? [target, negative, self] : [target, negative];
      const { right, up, back, eye, focal } = cameraFrame(view.camera);
      const [low, high = low] = [settings.normalConsistency ?? 0].flat();
      return {
        arrays: {
          frame: Float32Array.from([...right, ...up, ...back, ...eye, focal]),
          condition: landmarkCondition(context, view, settings.landmarks) ?? new Float32Array(0),
          noise: draw.normals(new Float32Array(pack.latentChannels * pack.latentSize ** 2)),
          hidden: Float32Array.from(texts.flatMap(({ hidden }) => [...hidden])),
          pooled: Float32Array.from(texts.flatMap(({ pooled }) => [...pooled])),
        },
        numbers: {
          timestep,
          alphaBar: alphasCumprod[timestep],
          texts: texts.length,
          prediction: config.prediction_type,
          cfg,
          anchor,
          normalConsistency: low + (high - low) * progress,
        },
      };
    },
  };
}

import { paintLayeredHead, shapeLayeredHead } from "../../../runtime/head/layers/build-layered-head.ts";
import type { HeadKit } from "../../../runtime/head/layers/kit.ts";
import { loadPreset } from "../../../runtime/host/node/presets.ts";
import type { LayeredPresetName } from "../../../runtime/host/presets.ts";
import { textureStep } from "../../../runtime/stages/color/texture.ts";
import { learnResidual } from "../../../runtime/stages/layers/color/learn-residual.ts";
import { createResidualModel } from "../../../runtime/stages/layers/color/residual-model.ts";
import {
  anatomySurface,
  DRAWN_LEVEL,
  type DrawnHead,
  drawnSurface,
  keepDrawn,
} from "../../../runtime/stages/layers/drawn-head.ts";
import { learnShape } from "../../../runtime/stages/layers/shape/learn-shape.ts";
import { createShapeField, createShapeModel } from "../../../runtime/stages/layers/shape/shape-model.ts";
import { shapeStep } from "../../../runtime/stages/layers/shape/shape-step.ts";
import { type LayeredSubject, subjectOf } from "../../../runtime/stages/layers/subject.ts";
import type { Recipe } from "../../../runtime/stages/recipe.ts";
import type { LayeredStages } from "../../../runtime/stages/stage-settings.ts";
import { type BenchEngine, contextOf, fieldArrays, type StageBench, setupOf, stepping, watch } from "./stage-setup.ts";

export interface LayersBench {
  asked: Pick<Recipe, "prompt" | "negative" | "seed">;
  stages: LayeredStages;
  subject: LayeredSubject;
}

/** The head of a recipe's Look, built to be distilled as a preset does it. */
export async function layeredWork(
  { prompt, negative, seed, look }: Recipe,
  kit: HeadKit,
  preset: LayeredPresetName = "standard",
): Promise<LayersBench> {
  const { stages } = await loadPreset(preset, "layers");
  if (!stages) throw new Error(`preset "${preset}" distils nothing`);
  const built = paintLayeredHead(kit, await shapeLayeredHead(kit, look, { seed }), 1024);
  return { asked: { prompt, negative, seed }, stages, subject: subjectOf(kit, built) };
}

export async function prepareShape(
  engine: BenchEngine,
  { asked, stages: { geometry: settings }, subject }: LayersBench,
): Promise<StageBench> {
  const drawn = keepDrawn(engine.kernels, subject.head);
  const model = createShapeModel(drawn, subject, settings, {
    field: createShapeField(engine.kernels, settings, asked.seed),
  });
  const { row, starts, vertices, weights } = model.follows;
  const cut = cutoutOf(drawn);
  const arrays = {
    ...fieldArrays(model.field),
    ...cut.arrays,
    points: model.points.slice(),
    rest: drawn.positions.slice(),
    triangles: drawn.welded.slice(),
    skin: model.skin.slice(),
    guard: model.guards[DRAWN_LEVEL],
    fixed: drawn.cardNormals ?? new Float32Array(),
    ...{ row, starts, followed: vertices, shares: weights },
  };
  const watched = watch(engine.pack);
  const { landmarks } = subject;
  const context = await contextOf(engine, watched.pack, asked, settings, { landmarks, known: anatomySurface(drawn) });
  const { reach, laplacian } = settings;
  const shape = learnShape(model);
  const step = (index: number) => shapeStep(context, shape, index);
  return {
    name: "geometry, layers",
    stage: "geometry",
    arrays,
    setup: { ...setupOf(model.field, settings, engine.pack), ...cut.setup, reach, laplacian },
    ...stepping({ stage: "geometry", watched, context, settings, mesh: drawnSurface(drawn), step }),
  };
}

export async function prepareResidual(
  engine: BenchEngine,
  { asked, stages: { texture: settings }, subject }: LayersBench,
): Promise<StageBench> {
  const drawn = keepDrawn(engine.kernels, subject.head);
  const { positions, indices, uvs, normals, cutout } = drawn;
  const model = createResidualModel(drawn, { positions, subject }, settings, { seed: asked.seed + 1 });
  const cut = cutoutOf(drawn);
  let texels = 0;
  const paints = model.paints.map(({ width, height }) => {
    texels += width * height;
    return [width, height, texels - width * height];
  });
  const colors = new Float32Array(3 * texels);
  for (const [i, paint] of model.paints.entries()) colors.set(paint.colors, 3 * paints[i][2]);
  const arrays = {
    ...fieldArrays(model.field),
    ...cut.arrays,
    ...{ positions: positions.slice(), canonical: positions.slice(), uvs, normals, paints: colors },
    triangles: indices.slice(),
    anchors: model.anchors,
    partOf: Int32Array.from(model.partOf),
  };
  const watched = watch(engine.pack);
  const { landmarks } = subject;
  const context = await contextOf(engine, watched.pack, asked, settings, { landmarks, known: drawnSurface(drawn) });
  const { bound, decay, light, background } = settings;
  const learned = learnResidual(model);
  const step = (index: number) => textureStep(context, learned, index);
  return {
    name: "texture, layers",
    stage: "texture",
    arrays,
    setup: {
      ...setupOf(model.field, settings, engine.pack),
      ...cut.setup,
      bound,
      decay,
      light,
      background,
      paints,
    },
    ...stepping({ stage: "texture", watched, context, settings, mesh: { positions, indices, cutout }, step }),
  };
}

/** The cards of a drawn head, for PyTorch. @throws RangeError where it has none. */
function cutoutOf({ cutout }: DrawnHead) {
  if (!cutout) throw new RangeError("the head has no cards");
  const { from, uvs, alpha, height, cutoff } = cutout;
  return {
    arrays: { cutUvs: uvs.slice(), alpha: Float32Array.from(alpha) },
    setup: { cards: from, alphaHeight: height, cutoff },
  };
}

import { createField } from "../../field/field.ts";
import { extractLattice } from "../../field/lattice.ts";
import { OWN_TENSOR } from "../../head/own-surfaces.ts";
import { HEAD_FILES } from "../../head/store.ts";
import { readTensors } from "../../head/tensors.ts";
import type { FixedMesh } from "../../stages/color/render-color.ts";
import { fieldParameters, restoreField } from "../../stages/files/checkpoint.ts";
import { writeColor } from "../../stages/files/color-file.ts";
import { readGeometry, writeGeometry } from "../../stages/files/geometry-file.ts";
import { forwardGeometry, revisitGrid } from "../../stages/geometry/geometry-model.ts";
import type { BakeJob } from "../../stages/job/job.ts";
import { keepMesh } from "../../stages/job/keep-mesh.ts";
import { runStage, type StageHooks } from "../../stages/job/run-stage.ts";
import type { ImportSettings } from "../../stages/stage-settings.ts";
import type { SourceMesh } from "../source/source-mesh.ts";
import type { SplitSource } from "../source/split-solids.ts";
import { colorStep, colorTargets } from "./fit-color.ts";
import { createGeometryFit, createSurfaceStep, distanceStep } from "./fit-geometry.ts";
import { ownSurfaces } from "./own-surface.ts";
import { sourceSdf } from "./source-sdf.ts";

/** What the fits of an import share. */
export interface FitJob extends BakeJob {
  hooks: Pick<StageHooks, "onProgress" | "signal">;
  settings: ImportSettings;
  mesh: SourceMesh;
  split: SplitSource;
}

/** The head's signed distances, then its surface, in the geometry field; a finished file is taken as it is. */
export async function fitGeometry({
  recipe,
  settings,
  engine,
  store,
  hooks,
  shape,
  mesh,
  split,
}: FitJob): Promise<FixedMesh> {
  const { kernels } = engine;
  const finished = await store.read(HEAD_FILES.geometry);
  if (finished) return keepMesh(engine, readGeometry(finished, HEAD_FILES.geometry).geometry);
  const { distance, surface, sheetThickness } = settings;
  const target = sourceSdf(mesh.positions, split, shape, recipe.geometry.resolution, sheetThickness);
  const top = kernels.store.mark();
  const fit = createGeometryFit(kernels, recipe.geometry, shape, target, recipe.seed);
  const pull = createSurfaceStep(fit, mesh.positions, split.solids, surface);
  await runStage(
    {
      name: "geometry",
      steps: distance.steps + surface.steps,
      from: 0,
      step: async (index) =>
        index < distance.steps ? distanceStep(fit, distance, index) : pull(index - distance.steps),
      save: async () => {},
    },
    fitHooks(hooks),
  );
  revisitGrid(fit.model);
  const mark = kernels.scratch.mark();
  const marched = forwardGeometry(fit.model).surface;
  const [positions, indices] = [marched.positions.slice(), marched.indices.slice()];
  const geometry = { positions, indices, canonical: positions, lattice: extractLattice(fit.model.grid, marched) };
  kernels.scratch.release(mark);
  const cell = 2 / recipe.geometry.resolution;
  const own = ownSurfaces(mesh, split.kept, { positions, indices }, { cell, template: engine.template, shape });
  const rest = { ...fieldParameters(fit.model.field), [OWN_TENSOR]: own };
  await store.write(HEAD_FILES.geometry, writeGeometry(geometry, rest));
  kernels.store.release(top);
  return keepMesh(engine, geometry);
}

/** Colours of the source on the fitted surface, in the colour field; a finished file is taken as it is. */
export async function fitColor({ recipe, settings, engine, store, hooks, mesh, split }: FitJob, surface: FixedMesh) {
  const { color } = settings;
  const field = createField(engine.kernels, { ...recipe.texture.field, outputs: 3 }, recipe.seed + 1);
  const finished = await store.read(HEAD_FILES.color);
  if (finished) {
    restoreField(field, readTensors(finished, HEAD_FILES.color).tensors, HEAD_FILES.color);
    return field;
  }
  const targets = colorTargets(mesh, split.kept, surface, {
    cell: 2 / recipe.geometry.resolution,
    count: color.points,
    seed: recipe.seed,
  });
  await runStage(
    {
      name: "texture",
      steps: color.steps,
      from: 0,
      step: async (index) => colorStep(field, targets, color, recipe.seed, index),
      save: async () => {},
    },
    fitHooks(hooks),
  );
  await store.write(HEAD_FILES.color, writeColor(field));
  return field;
}

/** A fit takes less time than writing checkpoints is worth: finished fields are what it resumes from. */
function fitHooks({ onProgress, signal }: FitJob["hooks"]): StageHooks {
  return {
    onProgress,
    signal,
    previewInterval: Number.POSITIVE_INFINITY,
    checkpointInterval: Number.POSITIVE_INFINITY,
  };
}

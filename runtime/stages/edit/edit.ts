import { createField, type Field } from "../../field/field.ts";
import { type HeadDocument, HeadError, readDocument } from "../../head/document.ts";
import type { OwnSurface } from "../../head/own-surfaces.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { readTensors } from "../../head/tensors.ts";
import { keepWithin } from "../../kernels/keep-within.ts";
import { areaNormals } from "../../mesh/area-normals.ts";
import { type Appearance, appearanceOf } from "../color/appearance.ts";
import type { FixedMesh } from "../color/render-color.ts";
import { editMaterial, lookMaterial } from "../color/surface-material.ts";
import { repaintTemplate, restoreEyes } from "../color/template-colors.ts";
import type { Engine, Tools } from "../engine.ts";
import { restoreField, saveCheckpoint } from "../files/checkpoint.ts";
import { readMaterial, writeColor } from "../files/color-file.ts";
import { type FinishedGeometry, readGeometry, writeGeometry } from "../files/geometry-file.ts";
import { readLayout } from "../files/layout-file.ts";
import { trainColor } from "../generate.ts";
import { stageContext } from "../guidance/stage-context.ts";
import { packFor } from "../job/check-pack.ts";
import { asBegun, checkParent, claimStore } from "../job/claim-store.ts";
import { finishHead } from "../job/finish.ts";
import type { GeneratedHead, GenerateHooks, Job } from "../job/job.ts";
import { keepMesh, keepSurface } from "../job/keep-mesh.ts";
import { movedOutwards, previewSurface } from "../job/live-preview.ts";
import { runStage } from "../job/run-stage.ts";
import { stageHooks } from "../job/stage-hooks.ts";
import { workOn } from "../job/work-on.ts";
import { makeLayeredHead } from "../layers/make-layered-head.ts";
import type { EditRecipe, GridRecipe, LayeredEdit, LayeredRecipe, Recipe } from "../recipe.ts";
import { createShapeEdit, editedSurface, finishShapeEdit, shapeEditStep, startShapeEdit } from "./edit-shape.ts";
import { ownChange, ownMask, ownOf, repaintOwn } from "./own-colors.ts";
import type { ParentHead } from "./parent-head.ts";
import { reachesEyes, regionMask } from "./region-mask.ts";
import { settleColor } from "./settle-color.ts";
import { templateMoves } from "./template-moves.ts";

/** A recipe that says how another head is changed. */
type EditedGrid = GridRecipe & { edit: EditRecipe };
export type EditedRecipe = EditedGrid | (LayeredRecipe & { edit: LayeredEdit });

/**
 * Makes a child of a finished head. One of layers is built anew from the changed Look, the same person as before: meshes and
 * pictures that the Look leaves alone are the parent's, byte for byte. On the grid (HeadArtist, section 4.3) its shape changes by
 * offsets of the parent's grid, then its colours from the parent's weights, then comes the bake on the parent's layout, or on the skin that is wrapped onto it anew. What the
 * edit leaves out is the parent's, byte for byte.
 * Goes on from the store's checkpoint as `generateHead` does.
 * @throws HeadError where the parent is not finished, or the store holds another head; RangeError where the pack or the
 * template lacks what the recipe asks for; the signal's reason when aborted.
 */
export async function editHead(
  asked: EditedRecipe,
  engine: Tools & Partial<Engine>,
  parent: ParentHead,
  store: HeadStore,
  hooks: GenerateHooks = {},
): Promise<GeneratedHead> {
  const origin = await readDocument(parent.store);
  if (origin?.status !== "done") throw new HeadError(`"${parent.name}" is no finished head; finish it, then edit it`);
  const { carrier = "grid" } = origin.recipe as Partial<Recipe>;
  if (carrier !== asked.carrier)
    throw new HeadError(`"${parent.name}" is on ${carrier}, its edit is on ${asked.carrier}`);
  if (asked.carrier === "layers") return makeLayeredHead(asked, engine, store, hooks, parent);
  const pack = packFor(asked, engine.pack);
  return editOnGrid(asked, { ...engine, pack }, { ...parent, origin }, store, hooks);
}

async function editOnGrid(
  asked: EditedGrid,
  engine: Engine,
  { origin, ...parent }: ParentHead & { origin: HeadDocument },
  store: HeadStore,
  hooks: GenerateHooks,
): Promise<GeneratedHead> {
  const { document, recipe } = await claimStore(asked, store, engine.maker, () => ({
    template: origin.template,
    import: origin.import,
    parent: parent.name,
  }));
  checkParent(document, parent.name);
  const { what } = recipe.edit;
  return workOn({ recipe, engine: asBegun(engine, document), store, hooks }, document, async (job) => {
    job.hooks.onProgress?.({ stage: "prepare", step: 0, steps: 1, secondsPerStep: 0 });
    const geometry = await job.timed("geometry", () =>
      (what === "color" ? keepShape : editShape)(job, recipe.edit, parent),
    );
    const mesh = keepMesh(engine, geometry);
    const color = what === "shape" ? keepColor : editColor;
    const field = await job.timed("texture", () => color(job, { edit: recipe.edit, parent, geometry, mesh }));
    return finishHead(job, document, {
      mesh,
      field,
      layout: recipe.wrap ? undefined : await readLayout(parent.store),
    });
  });
}

async function keepShape({ store }: Job, _: EditRecipe, parent: ParentHead): Promise<FinishedGeometry> {
  const bytes = await mustRead(parent, HEAD_FILES.geometry);
  await store.write(HEAD_FILES.geometry, bytes);
  return readGeometry(bytes, HEAD_FILES.geometry).geometry;
}

async function editShape(job: Job, edit: EditRecipe, parent: ParentHead): Promise<FinishedGeometry> {
  const { engine, store } = job;
  const finished = await store.read(HEAD_FILES.geometry);
  if (finished) return readGeometry(finished, HEAD_FILES.geometry).geometry;
  return keepWithin(engine.kernels, () => learnOffsets(job, edit, parent));
}

async function learnOffsets(job: Job, edit: EditRecipe, parent: ParentHead): Promise<FinishedGeometry> {
  const { recipe, engine, store, hooks, shape, checkpoint } = job;
  const { kernels } = engine;
  const { geometry, rest } = readGeometry(await mustRead(parent, HEAD_FILES.geometry), HEAD_FILES.geometry);
  const mask = editMask(job, edit, parent, { ...geometry, own: ownOf(rest) });
  const known = keepSurface(engine, shape);
  const context = await stageContext(engine, recipe, edit.shape, { landmarks: shape.landmarks, known });
  const model = createShapeEdit(kernels, edit.shape, geometry, mask, recipe.seed);
  const resumed = checkpoint?.stage === "geometry" ? checkpoint : undefined;
  if (resumed) restoreField(model.field, resumed.tensors, HEAD_FILES.checkpoint);
  else startShapeEdit(model, templateMoves(engine, appearances(recipe, parent), model.points));
  await runStage(
    {
      name: "geometry",
      steps: edit.shape.steps,
      from: resumed?.step ?? 0,
      step: (index) => shapeEditStep(context, model, index),
      save: (index) => saveCheckpoint(store, "geometry", index, model.field),
      preview: (index) => {
        if (!hooks.onPreview) return;
        const mark = kernels.scratch.mark();
        const surface = editedSurface(model);
        const { normals } = areaNormals(kernels, surface.positions, surface.indices);
        const moved = movedOutwards(geometry.positions, surface.positions, normals);
        hooks.onPreview(previewSurface(kernels, { stage: "geometry", step: index }, surface, { moved }));
        kernels.scratch.release(mark);
      },
    },
    stageHooks(hooks),
  );
  const edited = finishShapeEdit(model, edit.strength);
  await store.write(HEAD_FILES.geometry, writeGeometry(edited, rest));
  return edited;
}

/** What the colours of an edit are made from. */
interface ColorEdit {
  edit: EditRecipe;
  parent: ParentHead;
  geometry: FinishedGeometry;
  mesh: FixedMesh;
}

async function keepColor({ recipe, engine, store }: Job, { parent }: ColorEdit): Promise<Field> {
  const bytes = await mustRead(parent, HEAD_FILES.color);
  await store.write(HEAD_FILES.color, bytes);
  return loadColor(engine, recipe, bytes);
}

async function editColor(job: Job, { edit, parent, geometry, mesh }: ColorEdit): Promise<Field> {
  const { recipe, engine, store, shape, checkpoint } = job;
  const { kernels } = engine;
  const finished = await store.read(HEAD_FILES.color);
  if (finished) return loadColor(engine, recipe, finished);
  const bytes = await mustRead(parent, HEAD_FILES.color);
  const field = loadColor(engine, recipe, bytes);
  const context = await stageContext(engine, recipe, edit.color, { landmarks: shape.landmarks, known: mesh });
  const blend = { parent: loadColor(engine, recipe, bytes), mask: kernels.store.f32(mesh.positions.length / 3) };
  const { from, to } = appearances(recipe, parent);
  const own = await ownSurfaces(parent);
  const change = own && ownChange(job, from, to);
  const reached = editMask(job, edit, parent, { ...geometry, own });
  const unnamed = edit.regions.length === 0;
  blend.mask.set(change ? ownMask(reached, own, { positions: geometry.canonical, change, whole: unnamed }) : reached);
  const whole = unnamed && !own;
  if (checkpoint && checkpoint.stage !== "geometry") restoreField(field, checkpoint.tensors, HEAD_FILES.checkpoint);
  else if (change) repaintOwn(job, mesh, field, { own, change });
  else repaintTemplate(job, mesh, field, from);
  await trainColor(job, context, { settings: edit.color, field, mesh, blend: whole ? undefined : blend }, edit.refine);
  // The eyes of an imported head are its own.
  if (!own && reachesEyes(shape, geometry.canonical, blend.mask)) restoreEyes(job, mesh, field);
  const mask = blend.mask.map((weight) => weight * edit.strength);
  if (!whole || edit.strength < 1) {
    settleColor(field, { ...blend, mask }, mesh, edit.settle, recipe.seed);
  }
  const materialOf = (of: Appearance) => lookMaterial(engine, of, shape, geometry.canonical);
  const [was, before, after] = [await readMaterial(parent.store), materialOf(from), materialOf(to)];
  await store.write(HEAD_FILES.color, writeColor(field, editMaterial(was, before, after, mask)));
  return field;
}

/** [V] how much each vertex may change. */
function editMask(
  job: Job,
  edit: EditRecipe,
  parent: ParentHead,
  { canonical, own }: FinishedGeometry & { own?: readonly OwnSurface[] },
): Float32Array {
  const { recipe, engine, shape } = job;
  return regionMask(engine, appearances(recipe, parent).from, { shape, positions: canonical, own }, edit);
}

/** Own surfaces of an imported head's vertices, which its edits hand on; undefined of heads made here. */
async function ownSurfaces(parent: ParentHead): Promise<OwnSurface[] | undefined> {
  return ownOf(readGeometry(await mustRead(parent, HEAD_FILES.geometry), HEAD_FILES.geometry).rest);
}

/** What the parent looks like, and what the child shall. */
function appearances(recipe: GridRecipe, parent: ParentHead): { from: Appearance; to: Appearance } {
  const to = appearanceOf(recipe);
  return { from: { ...to, look: parent.look }, to };
}

/** A colour field with a finished head's weights; edits keep the size their first parent's recipe gave it. */
function loadColor({ kernels }: Engine, { texture, seed }: GridRecipe, bytes: Uint8Array): Field {
  const field = createField(kernels, { ...texture.field, outputs: 3 }, seed);
  restoreField(field, readTensors(bytes, HEAD_FILES.color).tensors, HEAD_FILES.color);
  return field;
}

async function mustRead({ store, name }: ParentHead, file: string): Promise<Uint8Array> {
  const bytes = await store.read(file);
  if (!bytes) throw new HeadError(`"${name}" has no ${file}; make the head again`);
  return bytes;
}

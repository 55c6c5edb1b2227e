import { readVertexCount } from "../../bake/layered/read-json.ts";
import { writeHeadFiles } from "../../bake/layered/write-head-files.ts";
import { type HeadDocument, writeDocument } from "../../head/document.ts";
import { fromLevel, nearestLevel, trianglesOf } from "../../head/layers/nearest-level.ts";
import type { LayeredHead } from "../../head/layers/types.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { BAKE_STEPS } from "../job/estimate.ts";
import type { GeneratedHead } from "../job/job.ts";
import { termsOf } from "../job/terms.ts";
import type { LayeredRecipe, WrappedRecipe } from "../recipe.ts";
import { breathe, type LayersJob } from "./layers-job.ts";
import { skinOf } from "./subject.ts";

/** Of the bake's time, what the files take; the rest is the sheet's, which is drawn beside them where the host can. */
const FILES_SHARE = 0.35;

/**
 * Bakes a head of layers into its files, writes them into its folder, and marks it done.
 * @param settled level of {@link firstLevel}; the sheet's number, where it was begun.
 */
export async function finishLayers(
  job: Omit<LayersJob, "recipe"> & { recipe: LayeredRecipe | WrappedRecipe },
  document: HeadDocument,
  whole: LayeredHead,
  settled: { level?: number; sheet?: number } = {},
): Promise<GeneratedHead> {
  const { recipe, engine, store, hooks, maker, timed, seconds } = job;
  const { triangles: _, image, metresPerUnit, textureSize, ...options } = recipe.bake;
  const tell = (share: number) =>
    hooks.onProgress?.({ stage: "bake", step: Math.round(share * BAKE_STEPS), steps: BAKE_STEPS, secondsPerStep: 0 });
  const { level = await firstLevel(recipe, whole), sheet } = settled;
  const head = fromLevel(whole, level);
  tell(0);
  const drawing = timed("preview", () => engine.drawSheet(head.layers, sheet));
  // Thrown where it is awaited, not while the files are written.
  drawing.catch(() => {});
  const files = await timed("bake", () =>
    writeHeadFiles(head, textureSize, engine.encodeImage, {
      ...options,
      textures: image,
      metresPerUnit,
      copyright: termsOf(document),
      extras: { headartist: { ...maker, recipe, metresPerUnit, origin: head.origin } },
      onFile: (done) => tell(FILES_SHARE * done),
    }),
  );
  await breathe(hooks);
  const preview = await drawing;
  await breathe(hooks);
  for (const { name, glb } of files.levels) await store.write(name, glb);
  await store.write(HEAD_FILES.glb, files.glb);
  await store.write(HEAD_FILES.preview, preview);
  await writeDocument(store, { ...document, status: "done" });
  await store.remove(HEAD_FILES.checkpoint);
  tell(1);
  const bytes = [files.glb, ...files.levels.map(({ glb }) => glb)].reduce((sum, { length }) => sum + length, 0);
  return { ...files, preview, report: { seconds, triangles: trianglesOf(head.layers), bytes } };
}

/**
 * The level that a head's files start with: the one with the number of triangles that is asked for.
 * @param parent where it is an edit: what is added must not tip the level, so that it is the parent's.
 */
export async function firstLevel(
  { bake }: Pick<LayeredRecipe | WrappedRecipe, "bake">,
  head: LayeredHead,
  parent?: Pick<HeadStore, "read">,
): Promise<number> {
  return (await levelIn(parent, head)) ?? nearestLevel(head.layers, bake.triangles).level;
}

/** The level of a head that its parent's file starts with, by the skin's vertices; undefined where there is no such file. */
async function levelIn(parent: Pick<HeadStore, "read"> | undefined, head: LayeredHead): Promise<number | undefined> {
  const glb = await parent?.read(HEAD_FILES.glb);
  const count = glb && readVertexCount(glb, "Skin");
  const level = skinOf(head).levels.findIndex(({ positions }) => positions.length / 3 === count);
  return level < 0 ? undefined : level;
}

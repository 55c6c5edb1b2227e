import { writeHeadFiles } from "../../bake/layered/write-head-files.ts";
import { encodeSheet } from "../../bake/preview/encode-sheet.ts";
import { layeredSurface } from "../../bake/preview/layered-surface.ts";
import { renderPreview } from "../../bake/preview/preview.ts";
import { type HeadDocument, writeDocument } from "../../head/document.ts";
import { fromLevel, nearestLevel, trianglesOf } from "../../head/layers/nearest-level.ts";
import type { LayeredHead } from "../../head/layers/types.ts";
import { HEAD_FILES } from "../../head/store.ts";
import { BAKE_STEPS } from "../job/estimate.ts";
import { LICENCE } from "../job/finish.ts";
import type { GeneratedHead } from "../job/job.ts";
import { breathe, type LayersJob } from "./layers-job.ts";

/** Of the bake's time, what the files take; the rest is the preview's. */
const FILES_SHARE = 0.6;

/** Bakes a head of layers into its files, writes them into its folder, and marks it done. */
export async function finishLayers(job: LayersJob, document: HeadDocument, whole: LayeredHead): Promise<GeneratedHead> {
  const { recipe, engine, store, hooks, maker, timed, seconds } = job;
  const { triangles, image, metresPerUnit, textureSize, ...options } = recipe.bake;
  const tell = (share: number) =>
    hooks.onProgress?.({ stage: "bake", step: Math.round(share * BAKE_STEPS), steps: BAKE_STEPS, secondsPerStep: 0 });
  const head = fromLevel(whole, nearestLevel(whole.layers, triangles).level);
  tell(0);
  const files = await timed("bake", () =>
    writeHeadFiles(head, textureSize, engine.encodeImage, {
      ...options,
      textures: image,
      metresPerUnit,
      copyright: LICENCE,
      extras: { headartist: { ...maker, recipe, metresPerUnit, origin: head.origin } },
      onFile: (done) => tell(FILES_SHARE * done),
    }),
  );
  await breathe(hooks);
  const preview = await timed("preview", async () =>
    encodeSheet(await renderPreview(layeredSurface(head, { fine: true })), engine.encodeImage),
  );
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

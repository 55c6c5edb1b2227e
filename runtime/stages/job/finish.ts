import { type BakedHead, bakeHead } from "../../bake/bake-head.ts";
import { encodeSheet } from "../../bake/preview/encode-sheet.ts";
import { renderPreview } from "../../bake/preview/preview.ts";
import { bakedSurface } from "../../bake/preview/surfaces.ts";
import { texelFinder } from "../../bake/textures/gpu-texels.ts";
import { type HeadDocument, writeDocument } from "../../head/document.ts";
import { HEAD_FILES } from "../../head/store.ts";
import { appearanceOf } from "../color/appearance.ts";
import { askColors } from "../color/ask-colors.ts";
import { dressedRegion } from "../color/surface-material.ts";
import { readMaterial } from "../files/color-file.ts";
import { writeLayout } from "../files/layout-file.ts";
import { finishLayers } from "../layers/finish-layers.ts";
import type { SurfaceRecipe } from "../recipe.ts";
import { wrapHead } from "../wrapped/wrap-head.ts";
import { BAKE_STEPS } from "./estimate.ts";
import type { BakeJob, FinishedFields, GeneratedHead } from "./job.ts";
import { termsOf } from "./terms.ts";

/** What is as rough as hair. */
const HAIRY = ["hair", "beard"] as const;

/** Of the bake's time, what the GLB takes; the rest is the preview's. */
const GLB_SHARE = 0.65;

/** Bakes a head, writes what is still missing in its folder, and marks it done. */
export async function finishHead(job: BakeJob, document: HeadDocument, fields: FinishedFields): Promise<GeneratedHead> {
  const { recipe, engine } = job;
  if (!recipe.wrap) return finishSurface({ ...job, recipe }, document, fields);
  const head = await job.timed("wrap", () => wrapHead({ recipe, engine }, document, fields));
  return finishLayers({ ...job, recipe, maker: engine.maker }, document, head);
}

async function finishSurface(
  job: BakeJob & { recipe: SurfaceRecipe },
  document: HeadDocument,
  fields: FinishedFields,
): Promise<GeneratedHead> {
  const { engine, store, hooks, timed, seconds } = job;
  const baked = await timed("bake", () => bakeFinished(job, document, fields));
  const preview = await timed("preview", async () =>
    encodeSheet(await renderPreview(bakedSurface(baked.mesh, baked.textures)), engine.encodeImage),
  );
  await writeLayout(store, baked.layout);
  await store.write(HEAD_FILES.glb, baked.glb);
  await store.write(HEAD_FILES.preview, preview);
  await writeDocument(store, { ...document, status: "done" });
  await store.remove(HEAD_FILES.checkpoint);
  hooks.onProgress?.({ stage: "bake", step: BAKE_STEPS, steps: BAKE_STEPS, secondsPerStep: 0 });
  return {
    glb: baked.glb,
    levels: [],
    preview,
    report: { seconds, triangles: baked.report.triangles, bytes: baked.glb.length },
  };
}

/** Bakes the finished surface and its colours into a GLB. */
async function bakeFinished(
  { recipe, engine, store, hooks, shape }: BakeJob & { recipe: SurfaceRecipe },
  document: HeadDocument,
  { mesh, field, layout }: FinishedFields,
): Promise<BakedHead> {
  const { kernels, template, encodeImage } = engine;
  const dressed = { ...appearanceOf(recipe), hairy: HAIRY };
  return bakeHead(
    {
      mesh: { positions: mesh.positions.slice(), indices: mesh.indices.slice(), colorAt: mesh.canonical?.slice() },
      layout,
      material: await readMaterial(store),
      color: askColors(kernels, field),
      texels: texelFinder(kernels),
      regions: { names: template.regionNames, of: (points) => dressedRegion(engine, dressed, shape, points) },
      sockets: Object.entries({ ...shape.sockets, ...shape.pivots }).map(([name, position]) => ({ name, position })),
      copyright: termsOf(document),
      maker: engine.maker,
      recipe,
    },
    {
      ...recipe.bake,
      metresPerUnit: template.metresPerUnit,
      material: recipe.bake.material ?? { metallic: 0 },
    },
    {
      encodeImage,
      onProgress: (_, done) =>
        hooks.onProgress?.({
          stage: "bake",
          step: Math.round(GLB_SHARE * done * BAKE_STEPS),
          steps: BAKE_STEPS,
          secondsPerStep: 0,
        }),
    },
  );
}

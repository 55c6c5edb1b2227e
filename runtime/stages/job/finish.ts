import { type BakedHead, bakeHead } from "../../bake/bake-head.ts";
import { encodeSheet } from "../../bake/preview/encode-sheet.ts";
import { renderPreview } from "../../bake/preview/preview.ts";
import { bakedSurface } from "../../bake/preview/surfaces.ts";
import type { HeadLayout } from "../../bake/types.ts";
import type { Field } from "../../field/field.ts";
import { type HeadDocument, writeDocument } from "../../head/document.ts";
import { HEAD_FILES } from "../../head/store.ts";
import { appearanceOf } from "../color/appearance.ts";
import { type FixedMesh, fieldColors } from "../color/render-color.ts";
import { dressedRegion } from "../color/surface-material.ts";
import { readMaterial } from "../files/color-file.ts";
import { writeLayout } from "../files/layout-file.ts";
import { BAKE_STEPS } from "./estimate.ts";
import type { BakeJob, GeneratedHead } from "./job.ts";

export const LICENCE =
  "Made with babylon-headartist; the head belongs to whoever made it. Template: MakeHuman, CC0 1.0.";

/** What is as rough as hair. */
const HAIRY = ["hair", "beard"] as const;

/** Of the bake's time, what the GLB takes; the rest is the preview's. */
const GLB_SHARE = 0.65;

/** A head's surface in kernel memory and the field of its colours. */
export interface FinishedFields {
  mesh: FixedMesh;
  field: Field;
  /** Of the head this one was edited from. */
  layout?: HeadLayout;
}

/** Bakes a head, writes what is still missing in its folder, and marks it done. */
export async function finishHead(job: BakeJob, document: HeadDocument, fields: FinishedFields): Promise<GeneratedHead> {
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
  { recipe, engine, store, hooks, shape }: BakeJob,
  document: HeadDocument,
  { mesh, field, layout }: FinishedFields,
): Promise<BakedHead> {
  const { kernels, template, encodeImage } = engine;
  const dressed = { ...appearanceOf(recipe), hairy: HAIRY };
  const terms = document.import && `${document.import.licence} Imported with babylon-headartist.`.trim();
  return bakeHead(
    {
      mesh: { positions: mesh.positions.slice(), indices: mesh.indices.slice(), colorAt: mesh.canonical?.slice() },
      layout,
      material: await readMaterial(store),
      color: (points) => fieldColors(kernels, field, points),
      regions: { names: template.regionNames, of: (points) => dressedRegion(engine, dressed, shape, points) },
      sockets: Object.entries({ ...shape.sockets, ...shape.pivots }).map(([name, position]) => ({ name, position })),
      copyright: terms ?? LICENCE,
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

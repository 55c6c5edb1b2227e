import type { Document } from "@gltf-transform/core";
import {
  firstDifference,
  type HeadDocument,
  HeadError,
  type ImportRecord,
  readDocument,
  writeDocument,
} from "../head/document.ts";
import { HEAD_FILES, type HeadStore } from "../head/store.ts";
import { type HeadShape, shapeTemplate } from "../head/template-shape.ts";
import { fieldColors } from "../stages/color/render-color.ts";
import type { Tools } from "../stages/engine.ts";
import { recipeDifference } from "../stages/job/claim-store.ts";
import { estimated, fitPlan } from "../stages/job/estimate.ts";
import { finishHead } from "../stages/job/finish.ts";
import type { GeneratedHead } from "../stages/job/job.ts";
import type { Progress } from "../stages/job/run-stage.ts";
import { stopwatch } from "../stages/job/work-on.ts";
import type { GridRecipe } from "../stages/recipe.ts";
import type { ImportSettings } from "../stages/stage-settings.ts";
import { type StoredRecipe, upgradeRecipe } from "../stages/upgrade-recipe.ts";
import { type Alignment, alignBounds, alignFace } from "./align/align-head.ts";
import { findFacing } from "./align/find-facing.ts";
import { findHead } from "./align/find-head.ts";
import { headBounds } from "./align/head-bounds.ts";
import { readAlignment } from "./align/read-alignment.ts";
import { type FitJob, fitColor, fitGeometry } from "./fit/fit-head.ts";
import { type FitReport, measureFit } from "./fit/measure-fit.ts";
import { gatherParts } from "./source/gather-parts.ts";
import { readLicence } from "./source/read-licence.ts";
import { readSource } from "./source/read-source.ts";
import { joinParts } from "./source/source-mesh.ts";
import { splitSolids } from "./source/split-solids.ts";
import { type FoundHead, ImportError, type ImportHost, type Part } from "./types.ts";

/** What is imported and how. */
export interface ImportRequest {
  /** A GLB. */
  source: Uint8Array;
  /** Name of the node or joint that is the head; found by itself where left out. */
  node?: string;
  /**
   * "face" (landmarks), "bounds" (the head's box, turned as skeleton or face tell), a box that looks to an azimuth in degrees
   * (0 is +Z, 90 is +X), or the text of an alignment file (see readAlignment).
   */
  align: "face" | "bounds" | { facing: number } | { file: string };
  /** The head's description is `recipe.prompt`; its geometry's range gives way to the fit's. */
  recipe: GridRecipe;
  fit: ImportSettings;
}

export interface ImportHooks {
  onProgress?(progress: Progress): void;
  signal?: AbortSignal;
}

export interface ImportedHead extends GeneratedHead {
  document: HeadDocument;
  fit: FitReport;
}

/**
 * Makes a head document of a character that others made: the head is found and brought into head space, and the geometry
 * and colour fields are fitted to it. The same file and request give the same bytes; called again on the same store it
 * goes on after the last field that was finished.
 * @throws ImportError saying what was found and what to do; Error where the store holds another head; the signal's reason.
 */
export async function importHead(
  request: ImportRequest,
  tools: Tools,
  host: ImportHost,
  store: HeadStore,
  hooks: ImportHooks = {},
): Promise<ImportedHead> {
  const { template, kernels } = tools;
  const asked: GridRecipe = {
    ...request.recipe,
    geometry: { ...request.recipe.geometry, range: request.fit.range },
  };
  const shape = shapeTemplate(template);
  const source = await readSource(request.source, host);
  const found = findHead(source, request.node);
  const parts = await gatherParts(source, found, host);
  const onProgress = estimated(fitPlan(request.fit), hooks.onProgress);
  onProgress?.({ stage: "prepare", step: 0, steps: 1, secondsPerStep: 0 });
  const alignment = await align(request, parts, { ...tools, shape, host, document: source }, found);
  hooks.signal?.throwIfAborted();
  const { places, ...aligned } = alignment;
  if (asked.wrap && !places)
    throw new ImportError(
      "no-face",
      "a head is wrapped by the landmarks of its face; leave --align at face, give a file with them, or leave out --wrap",
    );
  const mesh = joinParts(parts, alignment.matrix);
  const split = splitSolids(mesh);
  const record: ImportRecord = {
    sha256: await sha256(request.source),
    licence: readLicence(request.source),
    found: { how: found.how, name: found.name },
    alignment: aligned,
    ...(asked.wrap && { landmarks: places }),
    settings: request.fit,
    leftOut: split.leftOut,
  };
  const document: HeadDocument = {
    format: "headartist-head",
    version: 2,
    maker: tools.maker,
    recipe: asked,
    template: {},
    import: record,
    status: "running",
  };
  const recipe = await claim(store, document, request.source);
  const job: FitJob = {
    recipe,
    engine: tools,
    store,
    hooks: { ...hooks, onProgress },
    shape,
    ...stopwatch(),
    settings: request.fit,
    mesh,
    split,
  };
  const top = kernels.store.mark();
  try {
    const surface = await fitGeometry(job);
    const field = await fitColor(job, surface);
    const colors = (points: Float32Array) => fieldColors(kernels, field, points);
    const fitted = { positions: surface.positions.slice(), indices: surface.indices.slice() };
    const { headHeight } = template.frame;
    const fit = measureFit(mesh, split.kept, { surface: fitted, colors, shape, headHeight });
    const measured: HeadDocument = { ...document, recipe, import: { ...record, fit } };
    const head = await finishHead(job, measured, { mesh: surface, field });
    return { ...head, document: measured, fit };
  } finally {
    kernels.store.release(top);
  }
}

async function align(
  { align: how }: ImportRequest,
  parts: Part[],
  {
    template,
    shape,
    host,
    document,
  }: Pick<Tools, "template"> & { shape: HeadShape; host: ImportHost; document: Document },
  head: FoundHead,
): Promise<Alignment> {
  if (typeof how === "object" && "file" in how) return readAlignment(how.file, shape, template.frame.headHeight);
  const bounds = headBounds(head, parts);
  if (how === "face") return alignFace(parts, bounds, template, shape, host);
  if (typeof how === "object") return alignBounds(bounds, template, shape, how.facing);
  const { matrix } = alignBounds(bounds, template, shape);
  return alignBounds(bounds, template, shape, await findFacing(document, parts, matrix, template, host));
}

/**
 * Writes the document and the source into an empty store, or checks that the one there is of the same import.
 * @returns the recipe to go on by: the Look is the one it was begun with.
 */
async function claim(store: HeadStore, document: HeadDocument, source: Uint8Array): Promise<GridRecipe> {
  const found = await readDocument(store);
  const recipe = document.recipe as GridRecipe;
  if (found) {
    const begun = upgradeRecipe(found.recipe as StoredRecipe, recipe.look);
    const record = (of: HeadDocument) => ({ import: JSON.parse(JSON.stringify({ ...of.import, fit: undefined })) });
    const difference = recipeDifference(begun, recipe) ?? firstDifference(record(found), record(document));
    if (!difference) return begun as GridRecipe;
    throw new HeadError(
      `this head folder was begun with another head ("${difference}" differs); choose another folder, or repeat the command it was begun with`,
    );
  }
  await store.write(HEAD_FILES.source, source);
  await writeDocument(store, document);
  return recipe;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

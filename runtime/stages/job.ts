import type { HeadLayout } from "../bake/types.ts";
import type { Field } from "../field/field.ts";
import { firstDifference, type HeadDocument, type Maker, readDocument, writeDocument } from "../head/document.ts";
import { HEAD_FILES, type HeadStore } from "../head/store.ts";
import { type HeadShape, shapeTemplate } from "../head/template-shape.ts";
import { type Checkpoint, loadCheckpoint } from "./checkpoint.ts";
import { readMaterial } from "./color-file.ts";
import type { Engine, Tools } from "./engine.ts";
import { bakeFinished, previewBaked } from "./finish.ts";
import type { FinishedGeometry } from "./geometry-file.ts";
import { writeLayout } from "./layout-file.ts";
import type { LivePreview } from "./live-preview.ts";
import type { Recipe } from "./recipe.ts";
import type { FixedMesh } from "./render-color.ts";
import type { Progress, StageHooks } from "./run-stage.ts";

/** What a caller of `generateHead` and `editHead` may listen to and steer; all optional. */
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

/** What finishing a head needs of its making. */
export interface BakeJob {
  recipe: Recipe;
  engine: Tools;
  store: HeadStore;
  hooks: Pick<GenerateHooks, "onProgress">;
  shape: HeadShape;
  /** Does a part of the work and notes what it took. */
  timed<T>(part: string, work: () => Promise<T>): Promise<T>;
  /** Seconds by part. */
  seconds: Record<string, number>;
}

/** What the parts of a head's making share. */
export interface Job extends BakeJob {
  engine: Engine;
  hooks: GenerateHooks;
  checkpoint: Checkpoint | undefined;
}

/** Runs the parts of a job; what they leave in kernel memory is released at the end. */
export async function workOn(
  recipe: Recipe,
  engine: Engine,
  store: HeadStore,
  hooks: GenerateHooks,
  document: HeadDocument,
  work: (job: Job) => Promise<GeneratedHead>,
): Promise<GeneratedHead> {
  const seconds: Record<string, number> = {};
  const timed: Job["timed"] = async (part, work) => {
    const begin = performance.now();
    const result = await work();
    seconds[part] = (performance.now() - begin) / 1000;
    return result;
  };
  const shape = shapeTemplate(engine.template, document.template);
  const checkpoint = await loadCheckpoint(store);
  const top = engine.kernels.store.mark();
  try {
    return await work({ recipe, engine, store, hooks, shape, checkpoint, timed, seconds });
  } finally {
    engine.kernels.store.release(top);
  }
}

/** Bakes a head, writes what is still missing in its folder, and marks it done. @param layout that of an edit's parent. */
export async function finishHead(
  { recipe, engine, store, hooks, shape, timed, seconds }: BakeJob,
  document: HeadDocument,
  mesh: FixedMesh,
  field: Field,
  layout?: HeadLayout,
): Promise<GeneratedHead> {
  const report = (_: string, done: number) =>
    hooks.onProgress?.({
      stage: "bake",
      step: Math.round(done * 100),
      steps: 100,
      secondsPerStep: 0,
      eta: (1 - done) * bakeSeconds(recipe),
    });
  const terms = document.import && `${document.import.licence} Imported with babylon-headartist.`.trim();
  const material = await readMaterial(store);
  const baked = await timed("bake", () =>
    bakeFinished(engine, recipe, shape, mesh, field, report, layout, material, terms),
  );
  const preview = await timed("preview", () => previewBaked(engine, baked));
  await writeLayout(store, baked.layout);
  await store.write(HEAD_FILES.glb, baked.glb);
  await store.write(HEAD_FILES.preview, preview);
  await writeDocument(store, { ...document, status: "done" });
  await store.remove(HEAD_FILES.checkpoint);
  hooks.onProgress?.({ stage: "bake", step: 100, steps: 100, secondsPerStep: 0, eta: 0 });
  return { glb: baked.glb, preview, report: { seconds, triangles: baked.report.triangles, bytes: baked.glb.length } };
}

/** Writes `head.json` into an empty store, or checks that the one there asks for the same head. */
export async function claimStore(
  recipe: Recipe,
  store: HeadStore,
  maker: Maker,
  origin: () => Pick<HeadDocument, "template" | "import" | "parent">,
): Promise<HeadDocument> {
  const found = await readDocument(store);
  if (!found) {
    const document: HeadDocument = {
      format: "headartist-head",
      version: 1,
      maker,
      recipe,
      ...origin(),
      status: "running",
    };
    await writeDocument(store, document);
    return document;
  }
  const difference = firstDifference(found.recipe, JSON.parse(JSON.stringify(recipe)));
  if (difference) {
    throw new Error(
      `this head folder was begun with another recipe ("${difference}" differs); choose another folder, or repeat the command it was begun with`,
    );
  }
  return { ...found, maker: goOn(found.maker, maker) };
}

/** Who finishes a head that `begun` began. @throws Error where the pack's weights are others now. */
export function goOn(begun: Maker | undefined, maker: Maker): Maker {
  if (begun?.pack && maker.pack && begun.pack !== maker.pack) {
    throw new Error(
      "this head folder was begun with other weights of the model pack; choose another folder, or put the pack back as it was",
    );
  }
  const first = begun?.begun ?? begun?.engine;
  return first === undefined || first === maker.engine ? maker : { ...maker, begun: first };
}

/** Copies a surface into kernel memory for the rest of the job. */
export function keepMesh({ kernels }: Tools, { positions, indices, canonical }: FinishedGeometry): FixedMesh {
  const mesh: FixedMesh = {
    positions: kernels.store.f32(positions.length),
    indices: kernels.store.u32(indices.length),
  };
  mesh.positions.set(positions);
  mesh.indices.set(indices);
  if (canonical === positions) return mesh;
  const kept = kernels.store.f32(canonical.length);
  kept.set(canonical);
  return { ...mesh, canonical: kept };
}

export function stageHooks(hooks: GenerateHooks, remaining: StageHooks["remaining"]): StageHooks {
  const { onProgress, signal, previewInterval = 1000, checkpointInterval = 6000 } = hooks;
  return { onProgress, signal, previewInterval, checkpointInterval, remaining };
}

export function bakeSeconds(recipe: Recipe): number {
  return (BAKE_SECONDS_PER_THOUSAND * recipe.bake.triangles) / 1000;
}

import type { HeadLayout } from "../../bake/types.ts";
import type { Field } from "../../field/field.ts";
import type { HeadStore } from "../../head/store.ts";
import type { HeadShape } from "../../head/template-shape.ts";
import type { FixedMesh } from "../color/render-color.ts";
import type { Engine, Tools } from "../engine.ts";
import type { Checkpoint } from "../files/checkpoint.ts";
import type { GridRecipe } from "../recipe.ts";
import type { LivePreview } from "./live-preview.ts";
import type { Progress, StageProgress } from "./run-stage.ts";

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
  /** Coarser levels by their names beside `head.glb`, finest first; a head of one surface has them in its GLB. */
  levels: { name: string; glb: Uint8Array }[];
  /** PNG of the turntable sheet. */
  preview: Uint8Array;
  report: { seconds: Record<string, number>; triangles: number[]; bytes: number };
}

/** What finishing a head needs of its making. */
export interface BakeJob {
  recipe: GridRecipe;
  engine: Tools;
  store: HeadStore;
  hooks: { onProgress?(progress: StageProgress): void };
  shape: HeadShape;
  /** Does a part of the work and notes what it took. */
  timed<T>(part: string, work: () => Promise<T>): Promise<T>;
  /** Seconds by part. */
  seconds: Record<string, number>;
}

/** A head's surface in kernel memory and the field of its colours. */
export interface FinishedFields {
  mesh: FixedMesh;
  field: Field;
  /** Of the head this one was edited from; a wrapped head has none. */
  layout?: HeadLayout;
}

/** What the parts of a head's making share. */
export interface Job extends BakeJob {
  engine: Engine;
  hooks: Omit<GenerateHooks, "onProgress"> & BakeJob["hooks"];
  checkpoint: Checkpoint | undefined;
}

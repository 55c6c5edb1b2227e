import type { LayeredHead } from "../../head/layers/types.ts";
import { HEAD_FILES, type HeadStore } from "../../head/store.ts";
import { readTensors, type Tensors } from "../../head/tensors.ts";
import { bakeResidual } from "./color/bake-residual.ts";
import { moveHead } from "./shape/move-head.ts";
import type { LayeredSubject } from "./subject.ts";

/** Name of what was learned at the vertices of the skin's finest level, [V, 3], in a stage's file, beside the field's parameters. */
export const SKIN = "skin";

/** What was distilled of a head, at the vertices of its skin's finest level. */
export interface Learned {
  /** [V, 3] moves, head units. */
  moves: Float32Array;
  /** [V, 3] sRGB residuals of the drawn colours. */
  residual: Float32Array;
}

/** A stage's file; undefined where it is not there. */
export async function readLearned(store: Pick<HeadStore, "read">, file: string): Promise<Tensors | undefined> {
  const bytes = await store.read(file);
  return bytes && readTensors(bytes, file).tensors;
}

/** What a finished head's folder holds of it; undefined where nothing was distilled. */
export async function learnedIn(store: Pick<HeadStore, "read">): Promise<Learned | undefined> {
  const [shape, color] = await Promise.all(
    [HEAD_FILES.geometry, HEAD_FILES.color].map((file) => readLearned(store, file)),
  );
  if (!shape || !color) return undefined;
  return { moves: shape[SKIN] as Float32Array, residual: color[SKIN] as Float32Array };
}

/** A head as it was built, with what was learned of it: what `distilLayers` ends with. */
export function withLearned(
  built: Pick<LayeredSubject, "head" | "landmarks">,
  { moves, residual }: Learned,
): LayeredHead {
  return bakeResidual(moveHead(built, moves).head, residual);
}

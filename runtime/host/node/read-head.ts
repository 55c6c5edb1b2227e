import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { FinishedHead } from "../../bake/layered/read-layers.ts";
import { readGlb } from "../../bake/read-glb.ts";
import { HEAD_FILES } from "../../head/store.ts";
import { inputError } from "../errors.ts";
import { readIfPresent } from "./files.ts";
import { decodeImage } from "./images.ts";

/** A finished head on disk. */
export interface StoredHead extends FinishedHead {
  /** What it was made from; undefined where the file does not say. */
  prompt: string | undefined;
}

/** Reads a head's folder or its GLB. Throws a usage error where there is none, or it is not finished. */
export async function readHead(path: string): Promise<StoredHead> {
  const folder = await stat(path).then(
    (s) => s.isDirectory(),
    () => undefined,
  );
  if (folder === undefined) throw inputError(`${path} does not exist; give head folders or GLB files`);
  const file = folder ? join(path, HEAD_FILES.glb) : path;
  const bytes = await readIfPresent(file);
  if (!bytes) throw inputError(`${path} holds no ${HEAD_FILES.glb}; finish the head first`);
  let head: FinishedHead;
  try {
    head = await readGlb(bytes, decodeImage);
  } catch (cause) {
    throw inputError(`${file}: ${(cause as Error).message}`);
  }
  const { recipe } = (head.extras.headartist ?? {}) as { recipe?: { prompt?: string } };
  return { ...head, prompt: recipe?.prompt };
}

import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { inputError } from "../host/errors.ts";
import { folderStore } from "../host/node/files.ts";
import { openImportHost } from "../host/node/import-host.ts";
import { loadPreset } from "../host/node/presets.ts";
import { makeGridRecipe } from "../host/node/recipes.ts";
import type { GridPresetName } from "../host/presets.ts";
import { type ImportedHead, importHead } from "../import/import-head.ts";
import { IMPORT_LIMITS, tooLarge } from "../import/source/check-size.ts";
import { ImportError } from "../import/types.ts";
import type { GridRecipe } from "../stages/recipe.ts";
import { withTools } from "./in-turn.ts";
import type { RunOptions } from "./run-options.ts";

/** What {@link importCharacter} takes beside the character. */
export interface ImportOptions extends Pick<RunOptions, "signal" | "onProgress" | "threads"> {
  /** Folder of the head document, to be edited later, or to go on in. */
  folder: string;
  /** Name of the node or joint that is the head; found by itself where absent. */
  node?: string;
  /**
   * How it comes into head space: by landmarks on renders, by its box turned as skeleton or face tell, by its box looking to
   * an azimuth in degrees (0 is +Z, 90 is +X), or by the text of an alignment file.
   */
  align?: "face" | "bounds" | { facing: number } | { file: string };
  /** What the head looks like: edits start from it. "a person" where absent. */
  describe?: string;
  seed?: number;
  preset?: GridPresetName;
  /** Wraps the skin of all heads onto it, with their expressions, eyes, teeth and levels; needs a face. */
  wrap?: boolean;
  textureSize?: 512 | 1024 | 2048 | 4096;
  triangles?: number;
}

/**
 * Makes a head of a character that others made, to be edited and baked back.
 * @param character a GLB: its bytes, or its path.
 * @throws ImportError saying what was found and what to do; ExitError on a bad field; the signal's reason when aborted.
 */
export async function importCharacter(
  character: Uint8Array | string,
  options: ImportOptions,
): Promise<ImportedHead & { folder: string }> {
  const recipe = await makeGridRecipe({ ...options, prompt: options.describe ?? "a person" });
  return importAs(recipe, character, options);
}

/** {@link importCharacter} with a whole recipe. */
export async function importAs(
  recipe: GridRecipe,
  character: Uint8Array | string,
  options: Pick<ImportOptions, "folder" | "node" | "align" | "signal" | "onProgress" | "threads">,
): Promise<ImportedHead & { folder: string }> {
  const { node, align = "face", threads = 0, signal } = options;
  const folder = resolve(options.folder);
  const { import: fit } = await loadPreset(recipe.preset as GridPresetName, "grid");
  const source = typeof character === "string" ? await readCharacter(character) : character;
  const host = await openImportHost(typeof align === "string", threads);
  const head = await withTools({ threads, signal }, (tools) =>
    importHead({ source, node, align, recipe, fit }, tools, host, folderStore(folder), options),
  );
  return { ...head, folder };
}

/** The size is looked at first: what is too large is not read. */
async function readCharacter(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > IMPORT_LIMITS.file) throw tooLarge("bytes", size, IMPORT_LIMITS.file);
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw inputError(`cannot read ${path} (${code}); export the character as .glb and give its path`, { cause });
  }
}

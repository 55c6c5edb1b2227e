import type { Region } from "../head/template-regions.ts";
import { usageError } from "../host/errors.ts";
import { type HeadOnDisk, openHead, placeChild } from "../host/node/head-folder.ts";
import { makeEditRecipe } from "../host/node/recipes.ts";
import type { PresetName } from "../host/presets.ts";
import type { EditPart } from "../stages/recipe.ts";
import { type MadeHead, makeEdit } from "./make-head.ts";
import type { RunOptions } from "./run-options.ts";

/** What {@link edit} takes beside the head and the instruction. */
export interface EditOptions extends RunOptions {
  /** The whole new description; the changed Look in words where absent. */
  prompt?: string;
  /** What may change of a head on the grid; both where absent. A head of layers changes where its words say. */
  what?: EditPart;
  /** Share of the change, 0 to 1; 1 where absent; of a head on the grid. */
  strength?: number;
  /** Where; the whole head where absent; of a head on the grid. */
  region?: readonly Region[];
  /** 0 to 4294967295; 0 where absent. */
  seed?: number;
  /** The head's where absent. */
  preset?: PresetName;
  /** Folder of the child's head document; the first free name beside the head where absent. */
  folder?: string;
}

/**
 * Changes a head by text: the answer is a new head, its child; nothing is overwritten. Computes as {@link generate} does.
 * @param head its folder, or the GLB beside it. @param instruction for example "make him older".
 * @throws ExitError where there is no such head, it is not finished, or a field is bad; the signal's reason when aborted.
 */
export async function edit(
  head: string,
  instruction: string,
  options: EditOptions = {},
): Promise<MadeHead & { folder: string }> {
  const parent = await openHead(head);
  const recipe = await makeEditRecipe(parent.recipe, { ...options, instruction });
  return makeEdit(recipe, parent, childFolder(parent, options.folder), options);
}

function childFolder(parent: HeadOnDisk, head: string | undefined): string {
  const { folder } = placeChild(parent.folder, { head });
  if (folder === parent.folder) throw usageError(`"${folder}" is the head itself; choose another folder for the child`);
  return folder;
}

import { resolve } from "node:path";
import { inputError } from "../host/errors.ts";
import { folderStore } from "../host/node/files.ts";
import { type HeadOnDisk, openHead } from "../host/node/head-folder.ts";
import { openImportHost } from "../host/node/import-host.ts";
import { type BakeBackReport, bakeBack as bakeBackStores } from "../import/back/bake-back.ts";
import { withTools } from "./in-turn.ts";

/** What {@link bakeBack} takes beside the head. */
export interface BakeBackOptions {
  /** Both where absent. */
  what?: "shape" | "color" | "both";
  /** Gives up the place in the queue; a bake that has begun is short and ends. */
  signal?: AbortSignal;
}

/** A character with an edit on it. */
export interface BakedBack {
  glb: Uint8Array;
  report: BakeBackReport;
}

/**
 * Bakes an edit of an imported head back onto the character it came from.
 * @param head folder of the edit, or the GLB beside it.
 * @throws ExitError where it was not imported; ImportError where it does not fit its character.
 */
export async function bakeBack(head: string, { what, signal }: BakeBackOptions = {}): Promise<BakedBack> {
  const edited = await openHead(head);
  const stores = { edited: folderStore(edited.folder), imported: folderStore(await importedFolder(edited)), what };
  const host = await openImportHost(false, 0);
  return withTools({ signal }, (tools) => bakeBackStores(stores, tools, host));
}

/** Follows an edit's parents up to the head that was imported, whose folder holds the character. */
async function importedFolder({ folder, document }: HeadOnDisk, seen: readonly string[] = []): Promise<string> {
  if (seen.includes(folder))
    throw inputError(`the parents of ${folder} go round in a circle; mend "parent" in head.json`);
  if (!document.import) {
    throw inputError(`${folder} was made here and not imported: there is no character to bake it back onto`);
  }
  return document.parent === undefined
    ? folder
    : importedFolder(await openHead(resolve(folder, document.parent)), [...seen, folder]);
}

import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { type HeadDocument, readDocument } from "../../head/document.ts";
import { HEAD_FILES } from "../../head/store.ts";
import type { Recipe } from "../../stages/recipe.ts";
import { inputError } from "../errors.ts";
import { folderStore } from "./files.ts";
import { storedRecipe } from "./recipes.ts";
import { shellWord } from "./terminal/say.ts";

/** A head on disk. */
export interface HeadOnDisk {
  folder: string;
  document: HeadDocument;
  recipe: Recipe;
}

/**
 * Opens a head by its folder, or by the GLB beside or in it.
 * @throws ExitError where there is none, or it is not finished.
 */
export async function openHead(path: string): Promise<HeadOnDisk> {
  const folder = extname(path).toLowerCase() === ".glb" ? folderAt(path) : resolve(path);
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  const document = isFolder ? await readDocument(folderStore(folder)) : undefined;
  if (!document)
    throw inputError(`"${path}" is no head; give the folder that generate or edit wrote, such as head.head`);
  if (document.status !== "done") {
    throw inputError(`"${path}" is not finished; repeat the command that began it, with --head ${shellWord(folder)}`);
  }
  return { folder, document, recipe: await storedRecipe(document.recipe) };
}

/** The folder beside a GLB; of one that lies in a head's folder, as a batch's do, that folder. */
function folderAt(glb: string): string {
  const inside = dirname(resolve(glb));
  const isInside = basename(glb) === HEAD_FILES.glb && existsSync(join(inside, HEAD_FILES.document));
  return isInside ? inside : folderOf(glb);
}

/** The head's folder that goes with a GLB: "a/hero.glb" → "a/hero.head". */
export function folderOf(glb: string): string {
  const path = resolve(glb);
  return join(dirname(path), `${basename(path, extname(path))}.head`);
}

/** How a head's document names another head: a path from folder to folder, with forward slashes. */
export function nameFrom(folder: string, other: string): string {
  return relative(folder, other).split(sep).join("/");
}

/** Folder and GLB of a child: as asked for, or the first free names beside the parent. */
export function placeChild(
  parent: string,
  { head, output }: { head?: string; output?: string },
): { folder: string; glb: string } {
  if (output) return { folder: head ? resolve(head) : folderOf(output), glb: resolve(output) };
  let folder = head && resolve(head);
  const stem = join(dirname(parent), basename(parent, extname(parent)));
  for (let n = 1; !folder; n++) if (!existsSync(`${stem}-${n}.head`)) folder = `${stem}-${n}.head`;
  return { folder, glb: join(dirname(folder), `${basename(folder, extname(folder))}.glb`) };
}

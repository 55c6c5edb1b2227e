import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, delimiter, dirname, extname, join, sep } from "node:path";
import { inputError } from "../errors.ts";
import { dataFolder, packagePath } from "./paths.ts";

/** Names folders of parts beside those that ship and an artist's own; compute processes inherit it. */
export const PARTS_VARIABLE = "HEADARTIST_PARTS";

/** Where an artist's own parts are kept. */
export const ownPartsFolder = (): string => join(dataFolder(), "parts");

/** A part's file: where it lies, "hair/bun.glb", and whether it comes with the package. */
export interface PartFile {
  file: string;
  path: string;
  ships: boolean;
}

/**
 * The files of all parts that heads may wear, by their paths: those that ship, an artist's own, and those of the folders
 * that HEADARTIST_PARTS names.
 * @throws an input error where a folder does not exist, or two files are the same kind and name.
 */
export async function listParts(): Promise<PartFile[]> {
  const named = (process.env[PARTS_VARIABLE] ?? "").split(delimiter).filter(Boolean);
  for (const folder of named)
    if (!existsSync(folder)) throw inputError(`${folder} does not exist; name a folder of parts with --parts`);
  const folders = [packagePath("assets", "parts"), ownPartsFolder(), ...named].filter((folder) => existsSync(folder));
  const found = new Map<string, string>();
  for (const folder of new Set(folders)) {
    for (const file of await partFiles(folder)) {
      const path = pathOf(file);
      const twin = found.get(path);
      if (twin !== undefined)
        throw inputError(`${file} and ${twin} are the same kind and name; rename one, in its extras.part too`);
      found.set(path, file);
    }
  }
  const shipped = packagePath("assets", "parts") + sep;
  return [...found]
    .map(([path, file]) => ({ path, file, ships: file.startsWith(shipped) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The .glb files of a folder, those of its folders too, sorted. */
export async function partFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith(".glb"))
    .sort()
    .map((name) => join(folder, name));
}

/** Kind and name of a part by its file's place. */
export const placeOf = (file: string) => ({ kind: basename(dirname(file)), name: basename(file, extname(file)) });

const pathOf = (file: string) => `${placeOf(file).kind}/${placeOf(file).name}.glb`;

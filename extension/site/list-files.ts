import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { placeOf } from "../../runtime/host/site-file.ts";

/** Folders of the repository that heads are built from in a page, and what of them. */
export const BUILT_FROM: readonly [string, RegExp][] = [
  ["assets/template", /^[^/]+\.(json|safetensors\.gz)$/],
  ["assets/parts", /^(atlas\.json|(?!build\/)[^/]+\/[^/]+\.glb)$/],
  ["assets/vocabulary", /^(vocabulary\.json|concepts\.bin\.gz|dictionary\.json\.gz)$/],
  ["runtime/stages/presets", /^layers\/[^/]+\.json$/],
];

/** Paths of a folder's files, with forward slashes. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join("/")).sort();
}

/** @param place of the file in the folder, where that is not its path. */
export async function describe(
  folder: string,
  path: string,
  place = placeOf(path),
): Promise<{ path: string; bytes: number; sha256: string }> {
  const bytes = await readFile(join(folder, place));
  return { path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}
